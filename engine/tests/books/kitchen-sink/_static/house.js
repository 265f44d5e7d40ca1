document.documentElement.dataset.house = "five"
