"""``table``: a table of ``data/`` as a pandas data frame, with the types of ``datapackage.json``."""

from __future__ import annotations

import pandas as pd

from glossator.core.datapackage import read_table, table_fields

#: Frictionless type -> pandas type; all else is text.
_DTYPES = {"integer": "int64", "year": "int64", "number": "float64", "date": "datetime64[ns]"}


def table(name: str) -> pd.DataFrame:
    """Return ``data/<name>.csv`` as a data frame: one column per field that ``datapackage.json`` declares, in order.

    Whole numbers and years are ``int64`` (``Int64`` where one is missing), numbers ``float64``, dates
    ``datetime64[ns]``, all else text. Raises `glossator.core.datapackage.TableError` with every cell that does not fit.
    """
    rows = read_table(name)
    return pd.DataFrame(
        {
            column: _series([row[column] for row in rows], _DTYPES.get(field["type"], "object"))
            for column, field in table_fields(name).items()
        }
    )


def _series(values: list[object], dtype: str) -> pd.Series:
    return pd.Series(values, dtype="Int64" if dtype == "int64" and None in values else dtype)
