"""From the rows of a project to an entry as somebody could have written it, each value with its row and column."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.disk.written import Items, Pairs, Place, Text, Written
from kg.terms import slug
from kg.work.form import Form
from kg.work.mappings import cells
from kg.work.mappings.headings import Headings
from kg.work.mappings.model import Branch, Column, Condition, ListMapping, Node, Rule, Several, Template
from kg.work.problem import Problem

SOURCES = "sources"
Spot = tuple[Place, str]  # where a text stands, and what it is
Loose = tuple[Place, str, str]  # and under which key


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: where it begins, its number from 1 among the rows, and the text of each cell.

    `sheet` is empty but for workbooks; `line` is the line of a text file, or the row of a sheet.
    """

    number: int
    line: int
    cells: tuple[str, ...]
    sheet: str = ""


@dataclass
class Made:
    """An entry made of rows: what is written in it, what was wrong on the way, and which values may be left out.

    `optional` tells which values may be left out: where each stands, what it is, and under which key.
    """

    rows: Sequence[Row]
    written: Pairs
    problems: list[Problem] = field(default_factory=list)
    optional: set[Loose] = field(default_factory=set)

    @property
    def refused(self) -> bool:
        """Tell whether something was wrong that keeps the entry out."""
        return any(problem.severity == "violation" for problem in self.problems)


class Maker:
    """Makes the entries of one list."""

    def __init__(
        self, mapping: ListMapping, form: Form, headings: Headings, path: Path, letters: Sequence[str] = ()
    ) -> None:
        self.mapping = mapping
        self.form = form
        self.headings = headings
        self.path = path
        self.letters = letters
        self.document = mapping.document or path.name

    def row_place(self, row: Row) -> Place:
        """Return where a row stands."""
        return Place(self.path, row.line, row.sheet)

    def cell_place(self, row: Row, position: int) -> Place:
        """Return where a cell stands."""
        heading = " ".join(self.headings.headings[position].split())
        cell = f"{self.letters[position]}{row.line}" if row.sheet and self.letters else ""
        return Place(self.path, row.line, row.sheet, cell, heading)

    def cell(self, row: Row, column: Column) -> str:
        """Return the text of a row in a column, empty if the list calls it blank or has no such column."""
        position = self.headings.position(column)
        text = cells.plain(row.cells[position]) if position is not None and position < len(row.cells) else ""
        return "" if cells.folded(text) in self.mapping.blank else text

    def holds(self, condition: Condition, row: Row, rows: Sequence[Row]) -> bool:
        """Tell whether a condition is met by a row, or by the rows of its project where it asks for those."""
        asked = rows if condition.any_row else (row,)
        met = any(cells.folded(self.cell(one, condition.column)) in condition.values for one in asked)
        return met != condition.negated

    def make(self, rows: Sequence[Row]) -> Made:
        """Return the entry of a project, of which the rows are all."""
        return _Making(self, rows).made()

    def filled(self, template: Template, row: Row) -> str:
        """Return a template with the cells of a row in it, empty if one of them is."""
        found = [self.cell(row, column) for column in template.columns]
        if not all(found):
            return ""
        return "".join(text + value for text, value in zip(template.texts, [*found, ""], strict=True))


class _Making:
    """Makes one entry."""

    def __init__(self, maker: Maker, rows: Sequence[Row]) -> None:
        self.maker = maker
        self.rows = rows
        self.problems: list[Problem] = []
        self.optional: set[Loose] = set()
        self.giving: dict[int, Row] = {rows[0].number: rows[0]}
        self.place = maker.row_place(rows[0])

    def made(self) -> Made:
        """Return the entry."""
        pairs: list[tuple[Text, Written]] = []
        for key, node in self.maker.mapping.entry.pairs:
            value = self._several(key, node) if isinstance(node, Several) else self._single(key, node)
            if value is not None and key != SOURCES:
                pairs.append((self._key(key), value))
            elif value is not None:
                own = value.items if isinstance(value, Items) else (value,)
                pairs.append((self._key(key), Items((*self._sources(), *own), self.place)))
        pairs.insert(0, (self._key("slug"), self._slug({key.value: value for key, value in pairs})))
        if SOURCES not in (key.value for key, _ in pairs):
            pairs.append((self._key(SOURCES), Items(tuple(self._sources()), self.place)))
        return Made(self.rows, Pairs(tuple(pairs), self.place), self.problems, self.optional)

    def _key(self, key: str) -> Text:
        return Text(key, self.place)

    def _slug(self, made: dict[str, Written]) -> Text:
        """Return the short name of the project; it is missing if the cells that make it are empty."""
        rule, mapping = self.maker.mapping.slug, self.maker.mapping
        if rule:
            before, columns = "", list(rule.columns())
            found = next(self._texts("slug", rule, self.rows[0]), None)
        else:
            before, columns = f"{mapping.name}-", list(dict(mapping.entry.pairs)["identifier"].columns())
            found = next(leaves(made["identifier"]), None) if "identifier" in made else None
        try:
            name = slug(found.value) if found else ""
        except ValueError:
            name = ""
        if found and name:
            return Text(before + name, found.place)
        names = ", ".join(column.name for column in columns)
        self._problem(self.place, "slug-missing", "slug", "", f"There is nothing in {names} to name the project by.",
                      f"Det finns inget i {names} att kalla projektet efter.")  # fmt: skip
        return Text("", self.place)

    def _problem(self, place: Place, check: str, key: str, value: str, en: str, sv: str,
                 severity: str = "violation") -> None:  # fmt: skip
        self.problems.append(Problem(place, severity, check, key, value, sv, en))

    # Values that stand once

    def _single(self, key: str, node: Rule | Branch) -> Written | None:
        """Return the one value of a key, from the first row that gives one; tell of rows that give another."""
        if isinstance(node, Branch):
            return self._pairs(node, [(name, self._single_below(name, below)) for name, below in node.pairs])
        found = [(row, text) for row in self.rows for text in self._texts(key, node, row)]
        if not found:
            return Text(node.default, node.place) if node.default else None
        first_row, first = found[0]
        self.giving[first_row.number] = first_row
        told = {cells.folded(first.value)}
        for row, text in found[1:]:
            if cells.folded(text.value) not in told:
                told.add(cells.folded(text.value))
                self._disagree(key, first, text, row)
        return first

    def _single_below(self, key: str, node: Node) -> Written | None:
        return self._several(key, node) if isinstance(node, Several) else self._single(key, node)

    def _pairs(self, branch: Branch, found: Iterable[tuple[str, Written | None]]) -> Pairs | None:
        pairs = tuple((self._key(name), value) for name, value in found if value is not None)
        return Pairs(pairs, self.place) if pairs and self._has_own(branch, pairs) else None

    def _disagree(self, key: str, first: Text, other: Text, row: Row) -> None:
        line = first.place.line
        self._problem(
            other.place, "rows-disagree", key, other.value,
            f'Row {row.line} says "{other.value}" where row {line} of the same project says "{first.value}". '
            f"Row {line} is followed.",
            f'Rad {row.line} säger "{other.value}" där rad {line} i samma projekt säger "{first.value}". '
            f"Rad {line} gäller.",
            severity="warning",
        )  # fmt: skip

    # Values that stand in a list

    def _several(self, key: str, several: Several) -> Written | None:
        """Return the items of a list from all rows; alike ones once, unless each row gives its own."""
        found: list[Written] = []
        seen: set[object] = set()
        for row in self.rows:
            for node in several.nodes:
                for item in self._items(key, node, row):
                    alike = _content(item)
                    if alike in seen and not several.each_row:
                        continue
                    seen.add(alike)
                    if several.each_row:
                        found.append(self._with_source(item, row))
                    else:
                        self.giving[row.number] = row
                        found.append(item)
        if not found:
            defaults = [node for node in several.nodes if isinstance(node, Rule) and node.default]
            found = [Text(node.default, node.place) for node in defaults]
        return _listed(several, found, self.place)

    def _with_source(self, item: Written, row: Row) -> Written:
        """Return a part that says which row it is from."""
        if not isinstance(item, Pairs) or any(key.value == SOURCES for key, _ in item):
            return item
        place = self.maker.row_place(row)
        source = Items((self._source(row),), place)
        return Pairs((*item.pairs, (Text(SOURCES, place), source)), item.place)

    def _items(self, key: str, node: Node, row: Row) -> Iterator[Written]:
        if isinstance(node, Rule):
            yield from self._texts(key, node, row)
        elif isinstance(node, Branch):
            yield from self._branch_items(key, node, row)
        else:
            for below in node.nodes:
                yield from self._items(key, below, row)

    def _branch_items(self, key: str, branch: Branch, row: Row) -> Iterator[Pairs]:
        """Yield the items that a row gives: one, or one for each value of the cells that are split."""
        place = self.maker.row_place(row)
        found: dict[str, list[Written]] = {}
        for name, node in branch.pairs:
            found[name] = self._below(f"{key}.{name}", node, row)
            if not found[name] and isinstance(node, Rule) and node.needed:
                return
        count = max((len(values) for values in found.values()), default=0)
        for name, node in branch.pairs:
            split = isinstance(node, Rule) and node.split
            if split and found[name] and len(found[name]) != count:
                self._uneven(f"{key}.{name}", node, found[name], count, place)
                found[name] = []
        for number in range(count):
            chosen = ((name, values[number % len(values)]) for name, values in found.items() if values)
            pairs = tuple((Text(name, place), value) for name, value in chosen)
            if self._has_own(branch, pairs):
                yield Pairs(pairs, place)

    def _below(self, key: str, node: Node, row: Row) -> list[Written]:
        if isinstance(node, Rule):
            texts = list(self._texts(key, node, row))
            if not texts and node.default:
                texts = [Text(node.default, node.place)]
            return list(texts)
        if isinstance(node, Branch):
            return list(self._branch_items(key, node, row))
        found = _listed(node, list(self._items(key, node, row)), self.maker.row_place(row))
        return [found] if found else []

    def _has_own(self, branch: Branch, pairs: Sequence[tuple[Text, Written]]) -> bool:
        """Tell whether something of what was found is the list's own: constants alone say nothing of a project."""
        fixed = {name for name, node in branch.pairs if isinstance(node, Rule) and node.constant}
        return len(fixed) == len(branch.pairs) or any(key.value not in fixed for key, _ in pairs)

    def _uneven(self, key: str, node: Node, values: Sequence[Written], count: int, place: Place) -> None:
        name = next((column.name for column in node.columns()), key)
        self._problem(
            place, "lists-uneven", key, "",
            f"Column {name} holds {len(values)} values where another of the row holds {count}; they are left out.",
            f"Kolumnen {name} har {len(values)} värden där en annan på raden har {count}; de utelämnas.",
            severity="warning",
        )  # fmt: skip

    # One value

    def _texts(self, key: str, rule: Rule, row: Row) -> Iterator[Text]:
        """Yield the values that a rule finds in a row."""
        if rule.when and not self.maker.holds(rule.when, row, self.rows):
            return
        raw, place = self._raw(rule, row)
        if not raw:
            return
        try:
            values = [raw] if rule.constant else cells.values(raw, rule, self.maker.mapping.blank)
        except cells.UnreadableError as error:
            en, sv = (" The value is left out.", " Värdet utelämnas.") if rule.optional else ("", "")
            severity = "warning" if rule.optional else "violation"
            self._problem(place, error.check, key, raw, error.en + en, error.sv + sv, severity)
            return
        for value in values:
            if rule.optional:
                self.optional.add((place, value, key.rpartition(".")[2]))
            yield Text(value, place)

    def _raw(self, rule: Rule, row: Row) -> tuple[str, Place]:
        if rule.constant:
            return rule.constant, rule.place
        if rule.template:
            return self.maker.filled(rule.template, row), self._template_place(rule.template, row)
        position = self.maker.headings.position(rule.column) if rule.column else None
        if position is None or position >= len(row.cells):
            return "", self.place
        return row.cells[position], self.maker.cell_place(row, position)

    def _template_place(self, template: Template, row: Row) -> Place:
        positions = [self.maker.headings.position(column) for column in template.columns]
        known = [position for position in positions if position is not None]
        return self.maker.cell_place(row, known[0]) if known else self.maker.row_place(row)

    # Sources

    def _sources(self) -> Iterator[Pairs]:
        """Yield the rows that the entry was made of: those that gave something."""
        for number in sorted(self.giving):
            yield self._source(self.giving[number])

    def _source(self, row: Row) -> Pairs:
        place = self.maker.row_place(row)
        document = (Text("document", place), Text(self.maker.document, place))
        return Pairs((document, (Text("lines", place), Text(str(row.line), place))), place)


def _listed(several: Several, found: Sequence[Written], place: Place) -> Written | None:
    """Return what was found as a list; one value alone where the mapping writes no list."""
    if not found:
        return None
    return found[0] if len(found) == 1 and not several.listed else Items(tuple(found), place)


def without(written: Written, unwanted: Collection[Loose]) -> Pairs:
    """Return an entry without some values, and without what is empty then."""
    pruned = _pruned(written, unwanted, "") if unwanted else written
    return pruned if isinstance(pruned, Pairs) else Pairs((), written.place)


def respelled(written: Written, spellings: Mapping[Spot, str]) -> Written:
    """Return an entry with other texts in some places, by where they stand and what they are now."""
    if isinstance(written, Text):
        spelling = spellings.get((written.place, written.value))
        return written if spelling is None else Text(spelling, written.place)
    if isinstance(written, Items):
        return Items(tuple(respelled(item, spellings) for item in written), written.place)
    return Pairs(tuple((key, respelled(value, spellings)) for key, value in written), written.place)


def _pruned(written: Written, unwanted: Collection[Loose], key: str) -> Written | None:
    if isinstance(written, Text):
        return None if (written.place, written.value, key) in unwanted else written
    if isinstance(written, Items):
        items = tuple(item for item in (_pruned(item, unwanted, key) for item in written) if item is not None)
        return Items(items, written.place) if items else None
    found = ((name, _pruned(value, unwanted, name.value)) for name, value in written)
    kept = tuple((name, value) for name, value in found if value is not None)
    return Pairs(kept, written.place) if kept else None


def leaves(written: Written) -> Iterator[Text]:
    """Yield the texts in a value."""
    if isinstance(written, Text):
        yield written
    for item in written.items if isinstance(written, Items) else ():
        yield from leaves(item)
    for _, item in written if isinstance(written, Pairs) else ():
        yield from leaves(item)


def _content(written: Written) -> object:
    """Return what a value says, without where it stands."""
    if isinstance(written, Text):
        return cells.folded(written.value)
    if isinstance(written, Items):
        return tuple(map(_content, written))
    return tuple((key.value, _content(value)) for key, value in written)
