"""Tables as rows: whatever a data frame library hands over through its own methods."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from alumni._exceptions import WrongTypeError


def rows(table: Any) -> Iterator[dict[str, Any]]:
    """The rows of a table as mappings; a missing cell is a missing key.

    polars and pyarrow hand over their rows; pandas marks what is missing in several ways, which all mean the same. Any other
    table with an Arrow stream is read through pyarrow where that is installed.
    """
    for row in _rows(table):
        yield {name: value for name, value in row.items() if value is not None}


def _rows(table: Any) -> Iterable[Mapping[str, Any]]:
    for method in ("to_dicts", "to_pylist"):
        if hasattr(table, method):
            made: Iterable[Mapping[str, Any]] = getattr(table, method)()
            return made
    if hasattr(table, "to_dict") and hasattr(table, "notna"):
        known: Iterable[Mapping[str, Any]] = (
            table.astype(object).where(table.notna(), None).to_dict("records")
        )
        return known
    try:
        pyarrow = importlib.import_module("pyarrow")
    except ImportError:
        name = type(table).__name__
        raise WrongTypeError(f"expected rows, got {name}; to read it, `pip install pyarrow`") from None
    read: Iterable[Mapping[str, Any]] = pyarrow.table(table).to_pylist()
    return read
