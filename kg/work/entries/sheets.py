"""From tables to forms: a workbook with a sheet for projects and one for each kind of part, or a list of rows.

A heading is a key of the form in either language, with the language of a text behind it (`titel (en)`), and in a list
with the part before it (`deltagare: roll`). Rows of parts say in the column `projekt` which project they belong to.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from kg.disk.written import Items, Pairs, Place, Table, Text, Written
from kg.work.entries import advice
from kg.work.entries.filled import near_keys
from kg.work.form import Field, Form
from kg.work.near import nearest
from kg.work.problem import Problem

EXAMPLES = ("exempel", "example")
_PROJECT_KEYS = ("projekt", "project")
_LANGUAGE = re.compile(
    r"(.+?)\s*(?:\(\s*(sv|en|svenska|engelska|swedish|english)\s*\)"
    r"|\s+(?:på|in)\s+(svenska|engelska|swedish|english)|[_ ](sv|en))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Column:
    """What a column holds: a field, the parts that it is within (the outermost first), the language of its texts."""

    parts: tuple[Field, ...]
    field: Field
    language: str
    heading: Text


@dataclass
class Sheets:
    """The entries of some tables, and what was wrong with the tables themselves."""

    entries: list[Pairs] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class _Project:
    """The pairs of one project, and its names."""

    place: Place
    names: set[str]
    pairs: list[tuple[Text, Written]]
    parts: dict[str, list[Written]]


def read_tables(tables: Iterable[Table], form: Form) -> Sheets:
    """Return the entries of a workbook or a list.

    Args:
        tables: its sheets, or the one table of a list.
        form: the form that the headings are keys of.
    """
    tables, sheets, projects = list(tables), Sheets(), []
    part_tables: list[tuple[Table, Field]] = []
    for table in tables:
        if table.name.startswith("_") or not table.headings:
            continue
        kind = _kind(table, form)
        if kind is None:
            sheets.problems.append(advice.unknown_sheet(table.place, table.name))
        elif isinstance(kind, Field):
            part_tables.append((table, kind))
        else:
            projects += _projects(table, form, sheets)
    for table, part in part_tables:
        _attach(table, part, form, projects, sheets)
    sheets.entries += [_whole(project) for project in projects]
    if not sheets.entries:
        read = [table.place for table in tables if not table.name.startswith("_")]
        sheets.problems.append(advice.no_projects(next(iter(read), None)))
    return sheets


def _whole(project: _Project) -> Pairs:
    """Return a project's form: its own pairs, and the lists of its parts."""
    pairs = {key.value: (key, value) for key, value in project.pairs}
    for name, parts in project.parts.items():
        key, before = pairs.get(name, (Text(name, project.place), Text("", project.place)))
        alone = [before] if _flat(before) else []
        pairs[name] = (key, Items((*alone, *parts), project.place))
    return Pairs(tuple(pairs.values()), project.place)


def _kind(table: Table, form: Form) -> Field | str | None:
    """Return the kind of part that a sheet lists, `Project` for the sheet of projects, None for neither."""
    if not table.name or table.name.casefold().strip() in ("projekt", "projects", "project", "blad1", "sheet1"):
        return "Project"
    found = form.field("Project", table.name)
    if found and found.kind == "parts":
        return found
    return None


def _projects(table: Table, form: Form, sheets: Sheets) -> list[_Project]:
    """Return the projects of a table; a row with the title of one before it, or none, goes on with that one."""
    columns = list(_columns(table, form, None, sheets))
    projects: list[_Project] = []
    for row in table.rows:
        cells = _cells(columns, row, sheets)
        pairs, parts = _pairs(cells, blanks=False), _parts(cells)
        names = {text.casefold() for text in _names(columns, row)}
        if example := next((cell for cell in row if cell.value.casefold() in names & set(EXAMPLES)), None):
            if _is_written_in(columns, row):
                sheets.problems.append(advice.example_row(example.place, example.value))
            continue
        known = next((project for project in reversed(projects) if names & project.names), None)
        if known is None and not names and projects and parts and not pairs:
            known = projects[-1]
        if known is None:
            known = _Project(row[0].place if row else table.place, names, _pairs(cells, blanks=True), {})
            projects.append(known)
        else:
            sheets.problems += _contradictions(known, pairs)
        for key, value in parts.items():
            known.parts.setdefault(key, []).append(value)
    return projects


def _is_written_in(columns: list[Column | None], row: tuple[Text, ...]) -> bool:
    """Tell whether somebody has written in a row of examples: a cell says something else than the example."""
    for column, cell in zip(columns, row, strict=False):
        if column is None or not cell.value or cell.value.casefold() in EXAMPLES:
            continue
        examples = column.field.example.values()
        shown = _percent(cell.value) if cell.note == "percent" else cell.value
        if "".join(shown.split()) not in {"".join(example.split()) for example in examples}:
            return True
    return False


def _names(columns: list[Column | None], row: tuple[Text, ...]) -> Iterator[str]:
    """Yield what a row's project is called: its short name, its identifier, its title."""
    for column, cell in zip(columns, row, strict=False):
        if column and not column.parts and column.field.key in ("slug", "identifier", "title") and cell.value:
            yield cell.value


def _contradictions(project: _Project, pairs: list[tuple[Text, Written]]) -> Iterator[Problem]:
    """Yield a problem for each value that a later row of a project has otherwise; add what is new."""
    have = {key.value: value for key, value in project.pairs}
    for key, value in pairs:
        before = have.get(key.value)
        if before is None or not _flat(before):
            project.pairs.append((key, value))
        elif _flat(before) != _flat(value):
            yield advice.rows_differ(value.place, key.value, _flat(value), _flat(before), before.place)


def _flat(value: Written) -> str:
    if isinstance(value, Text):
        return value.value
    items = value.items if isinstance(value, Items) else [item for _, item in value]
    return "; ".join(map(_flat, items))


def _attach(table: Table, part: Field, form: Form, projects: list[_Project], sheets: Sheets) -> None:
    """Give each row of a sheet of parts to its project."""
    columns = list(_columns(table, form, part, sheets))
    own = next((number for number, heading in enumerate(table.headings)
                if heading.value.casefold().strip(" *") in _PROJECT_KEYS), None)  # fmt: skip
    missed: set[str] = set()
    for row in table.rows:
        called = row[own] if own is not None and own < len(row) else Text("", row[0].place)
        if called.value.casefold() in EXAMPLES:
            if _is_written_in(columns, row):
                sheets.problems.append(advice.example_row(called.place, called.value))
            continue
        named = [project for project in projects if called.value.casefold() in project.names]
        if not called.value and len(projects) == 1:
            named = projects
        cells = _cells(columns, row, sheets)
        inner = _parts(cells)
        direct = _pairs(cells, blanks=True)
        values = (*direct, *((Text(key, value.place), value) for key, value in inner.items()))
        if not any(_flat(value) for _, value in values):
            continue
        if not named:
            heading = table.headings[own].value.strip(" *") if own is not None else _PROJECT_KEYS[0]
            if called.value not in missed:
                near = nearest(called.value, [name for project in projects for name in project.names])
                sheets.problems.append(advice.no_such_project(called.place, heading, called.value, near))
            missed |= {called.value} - {""}
            continue
        parts = named[0].parts.setdefault(part.key, [])
        if parts and inner and _goes_on(parts[-1], direct):
            parts[-1] = _continued(parts[-1], inner)
        else:
            parts.append(Pairs(values, row[0].place))


def _goes_on(before: Written, direct: list[tuple[Text, Written]]) -> bool:
    """Tell whether a row goes on with the part of the row above: it says the same, or nothing, but for inner parts."""
    said = {key.value: _flat(value) for key, value in before} if isinstance(before, Pairs) else {}
    return all(not _flat(value) or said.get(key.value) == _flat(value) for key, value in direct)


def _continued(before: Written, inner: dict[str, Written]) -> Written:
    """Return a part with further parts in it, as a second indicator of a goal."""
    pairs = {key.value: (key, value) for key, value in before} if isinstance(before, Pairs) else {}
    for name, part in inner.items():
        key, value = pairs.get(name, (Text(name, part.place), None))
        there = value.items if isinstance(value, Items) else (value,) if value is not None else ()
        pairs[name] = (key, Items((*there, part), part.place))
    return Pairs(tuple(pairs.values()), before.place)


def _columns(table: Table, form: Form, part: Field | None, sheets: Sheets) -> Iterator[Column | None]:
    """Yield what each column of a table holds; tell of headings that mean nothing."""
    seen: dict[tuple[str, str, str], Text] = {}
    for heading in table.headings:
        text = heading.value.strip(" *:")
        if (part and text.casefold() in _PROJECT_KEYS) or not text:
            yield None
            continue
        column = _column(heading, text, form, part)
        if column is None:
            near = near_keys(form, part.part if part else "Project", text)
            sheets.problems.append(advice.unknown_key(heading.place, heading.value, near[0], near[1], "warning"))
        else:
            name = (".".join(part.key for part in column.parts), column.field.key, column.language)
            if name in seen:
                sheets.problems.append(advice.key_twice(heading.place, heading.value, seen[name].value))
                column = None
            seen[name] = heading
        yield column


def _column(heading: Text, text: str, form: Form, part: Field | None) -> Column | None:
    """Return what a heading means, or None."""
    language = ""
    if spoken := _LANGUAGE.fullmatch(text):
        language = "sv" if next(filter(None, spoken.groups()[1:])).casefold() in ("sv", "svenska", "swedish") else "en"
    for name, lang in ((text, ""), (spoken[1] if spoken else "", language)):
        found = _meant(form, name, part) if name else None
        if found:
            return Column(*found, lang, heading)
    return None


def _meant(form: Form, name: str, part: Field | None) -> tuple[tuple[Field, ...], Field] | None:
    """Return the field that a heading names, and the parts that it is within."""
    if part:
        return _field_of(form, part, name)
    before, colon, after = name.partition(":")
    whole = form.field("Project", before if colon else name)
    if colon:
        found = _field_of(form, whole, after) if whole and whole.kind == "parts" else None
        return ((whole, *found[0]), found[1]) if whole and found else None
    if whole and (whole.kind != "parts" or whole.part == "Evidence"):
        return (), whole
    for other in form.fields("Project"):
        listed = other.kind == "parts" and other.part in form.classes and other.part != "Project"
        if listed and (found := _field_of(form, other, name)):
            return (other, *found[0]), found[1]
    return None


def _field_of(form: Form, part: Field, name: str) -> tuple[tuple[Field, ...], Field] | None:
    """Return a field of a part, of its actor, or of the parts within it."""
    beside = {"Participation": ("Actor",), "Initiative": ("Participation",)}.get(part.part, ())
    for class_name in (part.part, *beside):
        found = form.field(class_name, name) if class_name in form.classes else None
        if found and (found.kind != "parts" or found.part == "Evidence"):
            return (), found
    for inner in form.fields(part.part) if part.part in form.classes else ():
        if inner.kind == "parts" and (found := form.field(inner.part, name)):
            return (inner,), found
    return None


Cell = tuple[tuple[Field, ...], Column, Text]


def _cells(columns: list[Column | None], row: tuple[Text, ...], sheets: Sheets) -> list[Cell]:
    """Return the cells of a row whose columns mean something; tell of those that hold no value of their own."""
    cells: list[Cell] = []
    for column, cell in zip(columns, row, strict=False):
        if column is None:
            continue
        if cell.note in advice.CELLS:
            sheets.problems.append(advice.no_value(cell.place, column.field, cell.value, cell.note))
            cell = Text("", cell.place)
        elif cell.note == "percent" and column.field.kind in ("rate", "target-value"):
            cell = Text(_percent(cell.value), cell.place)
        cells.append((column.parts, column, cell))
    return cells


def _percent(value: str) -> str:
    """Return the number of a cell that is shown in per cent as it is shown: 0.4 as 40 %."""
    try:
        return f"{(Decimal(value) * 100).normalize():f} %"
    except InvalidOperation:
        return value


def _pairs(cells: list[Cell], *, blanks: bool) -> list[tuple[Text, Written]]:
    """Return the keys and values that stand directly in a form; texts in several languages under one key.

    Blank ones are kept where `blanks` says so: what is missing then has a place.
    """
    pairs: dict[str, tuple[Text, Written]] = {}
    for parts, column, cell in cells:
        if parts or not (cell.value or blanks):
            continue
        key, value = Text(column.field.key, column.heading.place), _split(column.field, cell)
        before = pairs[key.value][1] if key.value in pairs else None
        if before is not None and not cell.value:
            continue
        if column.language and cell.value:
            said = before.pairs if isinstance(before, Pairs) else _in_other(column.language, before)
            value = Pairs((*said, (Text(column.language, cell.place), value)), cell.place)
        elif isinstance(before, Pairs):
            value = Pairs((*before.pairs, *_in_other(before.pairs[0][0].value, value)), cell.place)
        pairs[key.value] = (key, value)
    return list(pairs.values())


def _in_other(language: str, value: Written | None) -> tuple[tuple[Text, Written], ...]:
    """Return a text without a language beside one with: it is in the other."""
    if value is None or not _flat(value):
        return ()
    return ((Text("en" if language == "sv" else "sv", value.place), value),)


def _parts(cells: list[Cell]) -> dict[str, Written]:
    """Return the forms of the parts that stand in a row, by the key of their list; blank ones are left out."""
    within: dict[str, list[Cell]] = {}
    for parts, column, cell in cells:
        if parts:
            within.setdefault(parts[0].key, []).append((parts[1:], column, cell))
    found: dict[str, Written] = {}
    for key, inner in within.items():
        filled = [cell for _, _, cell in inner if cell.value]
        if filled:
            deeper = ((Text(name, value.place), value) for name, value in _parts(inner).items())
            found[key] = Pairs((*_pairs(inner, blanks=True), *deeper), filled[0].place)
    return found


def _split(field_: Field, cell: Text) -> Written:
    """Return a cell as a list where its field takes several values and the cell holds several: by `;` or line."""
    if not field_.many or field_.kind in ("texts", "text") or not re.search(r"[;\n]", cell.value):
        return cell
    values = [value.strip() for value in re.split(r"[;\n]", cell.value)]
    return Items(tuple(Text(value, cell.place) for value in values if value), cell.place)
