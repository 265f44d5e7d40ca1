"""Run code cells and print their outputs: scheduler, kernel pool, render workers, fingerprints.

In: the code cells of all chapters. Out: executed notebooks for MyST-NB, figures as nodes, the Vega script.
"""
