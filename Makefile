# Everything below makes the environment if it is missing; nothing else need be installed but Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin
NEWEST := .venv-newest/bin

.PHONY: book export test test-all test-quick check messages live newest test-newest lock clean

book: .venv/ready ## build the site into _build/html
	$(BIN)/jupyter-book build -n -W --keep-going .

export: book ## make the books for e-readers and for print, and the teacher's guide, into _build/html/exports
	$(BIN)/python -m glossator export

test: .venv/ready ## run the tests, the built book in a real browser included
	$(BIN)/pytest -m "not sweep"

test-all: .venv/ready ## run every test: also what goes through every page, file and mistake there is
	$(BIN)/pytest

test-quick: .venv/ready ## run the tests that need neither a browser nor the built book
	$(BIN)/pytest -m "not slow"

check: .venv/ready ## report every mistake in the chapters, without running a chart
	$(BIN)/python -m glossator

LOCALE := engine/src/glossator/locale
messages: .venv/ready ## collect the words of the interface for translators, and compile the translations
	cd engine/src && ../../$(BIN)/pybabel -q extract -F ../babel.cfg --no-location --sort-output --no-wrap -k N_ -k NP_:1c,2 \
	  --project=glossator -o glossator/locale/glossator.pot .
	$(BIN)/pybabel -q update -D glossator -i $(LOCALE)/glossator.pot -d $(LOCALE) --no-wrap --no-fuzzy-matching \
	  --ignore-obsolete
	$(BIN)/pybabel -q compile -D "glossator sphinx" -d $(LOCALE)

live: .venv/ready ## serve the book and reload the page after an edit
	$(BIN)/jupyter-book config sphinx . > /dev/null
	$(BIN)/python -m glossator.performance.live -n -D edition_archive=0 -D edition_exports=0 -D edition_policy=0 --re-ignore /_build/ . _build/live

newest: .venv-newest/ready ## build the book by plain Sphinx and the newest versions, into _build/newest
	$(NEWEST)/sphinx-build -n -W --keep-going -c stacks -d _build/.doctrees-newest . _build/newest

test-newest: .venv-newest/ready ## run the tests with the newest versions
	$(NEWEST)/pytest

clean: ## remove what was built, keep the environment
	rm -rf _build

# Every file that is installed has the hash that was written down; the engine, which is here, follows by itself.
.venv/ready: requirements.lock engine/pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e ./engine
	touch $@

lock: ## write requirements.lock anew, after a change of requirements.txt
	$(PYTHON) -m venv _build/lock
	_build/lock/bin/pip install --quiet --disable-pip-version-check uv==0.13.9
	grep -v "^-e" requirements.txt | _build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-emit-index-url --no-header - -o requirements.lock

.venv-newest/ready: stacks/newest.txt engine/pyproject.toml
	$(PYTHON) -m venv .venv-newest
	$(NEWEST)/pip install --quiet --disable-pip-version-check -r stacks/newest.txt
	touch $@
