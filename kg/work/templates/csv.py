"""The template as a list: one row a project, its parts beside it, under headings that the reader knows."""

import csv
import io
from collections.abc import Iterator

from kg.work.tables import safe_cell
from kg.work.templates.model import Column, Template

DELIMITER = ";"


def as_csv(template: Template) -> bytes:
    """Return an empty form as CSV that a spreadsheet opens: semicolons, UTF-8 with a byte order mark.

    It has a heading row, an example that the reader leaves out, and one empty row.
    """
    columns = template.wide_columns()
    rows = ([column.title for column in columns], list(_example(template, columns)), [""] * len(columns))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=DELIMITER, lineterminator="\r\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _example(template: Template, columns: list[Column]) -> Iterator[str]:
    """Yield the cells of the example row, whose short name says that it is one."""
    for column in columns:
        named = column.field.kind == "slug" and not column.parts
        yield template.example_name if named else template.example(column.field, column.language)
