"""Packs for teachers: what a class on one chapter needs, as one archive.

In: the edition and the folder of its site. Out: the files of ``exports/packs/``, which none but the guide names.
"""
