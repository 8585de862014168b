"""A mapping, read and checked: what the columns of a list mean as keys of the entry form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from kg.disk.written import Place

Kind = Literal["csv", "json", "xlsx"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading, and by the other headings that it may stand under; `place` is in the mapping file."""

    names: tuple[str, ...]
    place: Place

    @property
    def name(self) -> str:
        """The heading that the column is called by in reports."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Template:
    """A text with columns in it: literal texts and columns in turn, a text first and last."""

    texts: tuple[str, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class NumberForm:
    """How a list writes numbers: its decimal sign, the signs between thousands, whether to round to a whole."""

    decimal: str = "."
    thousands: tuple[str, ...] = ()
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """When a rule counts: where a column holds one of some values (folded), or none of them.

    `any_row` asks all rows of a project, not only the one that the value stands in.
    """

    column: Column
    values: frozenset[str]
    negated: bool
    any_row: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """How one value is made: from a column, a constant or a template, and what is done to it on the way.

    `split` are the signs between the values of one cell; `dates` the forms of its dates; `table` and `blank` are by
    folded text; `remove` are texts to cut away; `needed` leaves the whole item out where the value is missing;
    `optional` makes a value that the graph does not know a warning and leaves it out; `default` stands in where no
    row has a value.
    """

    place: Place
    column: Column | None = None
    constant: str = ""
    template: Template | None = None
    split: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    number: NumberForm | None = None
    percent: bool = False
    table: Mapping[str, str] | None = None
    blank: frozenset[str] = frozenset()
    remove: tuple[str, ...] = ()
    default: str = ""
    needed: bool = False
    optional: bool = False
    when: Condition | None = None

    def columns(self) -> Iterator[Column]:
        """Yield every column that the rule reads."""
        if self.column:
            yield self.column
        if self.template:
            yield from self.template.columns
        if self.when:
            yield self.when.column


@dataclass(frozen=True, slots=True)
class Branch:
    """Rules by key: the parts of a value (languages, a place with its county) or of an item in a list."""

    place: Place
    pairs: "tuple[tuple[str, Node], ...]"

    def columns(self) -> Iterator[Column]:
        """Yield every column below."""
        for _, node in self.pairs:
            yield from node.columns()


@dataclass(frozen=True, slots=True)
class Several:
    """Rules for the items of a list.

    `each_row` says that every row gives items of its own, alike or not; `listed` that the mapping writes a list, and
    not a single rule where several values may stand.
    """

    place: Place
    nodes: "tuple[Node, ...]"
    each_row: bool = False
    listed: bool = True

    def columns(self) -> Iterator[Column]:
        """Yield every column below."""
        for node in self.nodes:
            yield from node.columns()


Node = Rule | Branch | Several


@dataclass(frozen=True, slots=True)
class Format:
    """What kind of file the list is; what is left empty is found out from the file.

    `path` are the keys that lead to the array in JSON; `sheet` is the sheet of a workbook, else its first.
    """

    kind: Kind | None = None
    delimiter: str = ""
    path: tuple[str, ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """Rows to leave out, and why, in both languages."""

    condition: Condition
    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class ListMapping:
    """A mapping file.

    `name` is its short name, by which the register of the list's actors is called; `document` is the address of the
    list, empty for the file's own name; `entry` holds the rules; `group_by` is the column whose equal values make
    rows one project; `slug` makes the project's short name, else the mapping's name and the identifier do; `blank`
    are cells (folded) that say nothing; `ignored` are columns that are left out on purpose.
    """

    place: Place
    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    document: str
    language: str
    publisher: str
    form: Format
    blank: frozenset[str]
    group_by: Column | None
    slug: Rule | None
    skips: tuple[Skip, ...]
    ignored: tuple[Column, ...]
    entry: Branch

    def columns(self) -> Iterator[Column]:
        """Yield every column that the mapping reads, doubles included."""
        if self.group_by:
            yield self.group_by
        if self.slug:
            yield from self.slug.columns()
        for skip in self.skips:
            yield skip.condition.column
        yield from self.entry.columns()
