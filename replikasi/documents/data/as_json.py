"""The data as one JSON document, written a row at a time: a list of objects for each table."""

import io
import json
from datetime import date


def write(out, told, tables):
    """Write to `out` (a binary file): {"tentang": {…}, "definisi": […], "tonggak": […], …}."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="\n")
    try:
        text.write(f'{{\n"tentang": {_written(dict(told))}')
        for table, rows in tables:
            names = [column.name for column in table.columns]
            text.write(f',\n"{table.name}": [')
            between = "\n"
            for row in rows:
                text.write(between + _written(dict(zip(names, row, strict=True))))
                between = ",\n"
            text.write("\n]")
        text.write("\n}\n")
    finally:
        text.detach()  # the file stays its owner's to close


def _written(value):
    return json.dumps(value, ensure_ascii=False, default=_day, allow_nan=False)


def _day(value):
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no cell")
