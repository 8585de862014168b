"""What every template shows of the form: sections of fields, columns of sheets, choices, help and examples."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.disk.carriers.source import fold_key
from kg.work.entries.sheets import EXAMPLES
from kg.work.form import Field, Form, Group
from kg.work.templates.codes import CodeList

LANGUAGES = ("sv", "en")

_RARE = "rare"  # the group of the form that is shown last
_ANSWERS = {"sv": ("ja", "nej"), "en": ("yes", "no")}
_OTHER = Group("", {"sv": "Övrigt", "en": "Other"}, 0)
_JOINED = {"sv": " eller ", "en": " or "}


@dataclass(frozen=True)
class Section:
    """Fields of the project under one heading."""

    heading: str
    fields: tuple[Field, ...]
    rare: bool


@dataclass(frozen=True)
class Column:
    """One column of a sheet or a list.

    `heading` is the key that the reader knows, with the part before it and the language behind it where needed;
    `parts` are the lists that the field stands within, the outermost first; `language` is that of its texts;
    `wanted` the severity of leaving it out; `rare` whether few need it.
    """

    heading: str
    field: Field
    parts: tuple[Field, ...]
    language: str
    wanted: str
    rare: bool

    @property
    def title(self) -> str:
        """The heading as it stands in the sheet: marked where the column must be filled in."""
        return f"{self.heading} *" if self.wanted == "violation" else self.heading


class Template:
    """The form in one language, as it is shown to people."""

    def __init__(self, form: Form, codes: Mapping[str, CodeList], lang: str) -> None:
        self.form = form
        self.codes = codes
        self.lang = lang

    @property
    def example_name(self) -> str:
        """The short name of the project that is an example, which the reader leaves out."""
        return EXAMPLES[0 if self.lang == "sv" else 1]

    def text(self, sv: str, en: str) -> str:
        """Return words in the template's language."""
        return sv if self.lang == "sv" else en

    # -- fields ----------------------------------------------------------------------------------------------------

    def name(self, field: Field) -> str:
        """Return the key of a field, as people write it."""
        return field.name(self.lang).replace("_", " ")

    def is_rare(self, field: Field) -> bool:
        """Tell whether few need a field."""
        return field.group == _RARE

    def fields(self, class_name: str) -> tuple[Field, ...]:
        """Return the fields of a class: what many need first, what few need last."""
        return tuple(sorted(self.form.fields(class_name), key=self.is_rare))

    def lists(self) -> tuple[Field, ...]:
        """Return the lists of parts that stand on sheets of their own: all but the sources."""
        fields = (field for field in self.fields("Project") if field.kind == "parts" and field.part != "Evidence")
        return tuple(fields)

    def sections(self) -> Iterator[Section]:
        """Yield the project's fields by their group; each list of parts is a section of its own."""
        fields = self.fields("Project")
        for group in [*self.form.groups.values(), _OTHER]:
            rare = group.name == _RARE
            plain = tuple(field for field in fields if field.group == group.name and field.kind != "parts")
            if not rare:
                yield from self._section(group, plain)
        for field in fields:
            if field.kind == "parts" and not self.is_rare(field):
                yield Section(self._capital(self.name(field)), (field,), False)
        for group in self.form.groups.values():
            if group.name == _RARE:
                last = tuple(field for field in fields if field.group == _RARE)
                yield from self._section(group, last)

    def _section(self, group: Group, fields: tuple[Field, ...]) -> Iterator[Section]:
        if fields:
            yield Section(group.label[self.lang], fields, group.name == _RARE)

    def _capital(self, words: str) -> str:
        return words[:1].upper() + words[1:]

    def heading(self, field: Field) -> str:
        """Return the name of a list of parts as a heading or the name of a sheet."""
        return self._capital(self.name(field))

    # -- what a field takes ----------------------------------------------------------------------------------------

    def help(self, field: Field) -> str:
        """Return the help text of a field."""
        return field.help.get(self.lang, "")

    def example(self, field: Field, lang: str = "") -> str:
        """Return the example of a field, empty if it has none."""
        return field.example.get(lang or self.lang, "")

    def examples(self, field: Field) -> list[str]:
        """Return the example of a field as the values that it is made of."""
        text = self.example(field)
        return [value for value in re.split(r"\s*;\s*", text) if value] if field.many else [text] if text else []

    def choices(self, field: Field) -> tuple[str, ...]:
        """Return what may be chosen for a field; nothing if it takes other values too.

        Where the shape itself lists them, those that the help names come first.
        """
        if field.kind == "boolean":
            return _ANSWERS[self.lang]
        if field.choices:
            said = self.help(field)
            return tuple(sorted(field.choices, key=lambda choice: _found(said, choice)))
        codes = self.codes.get(field.scheme)
        return codes.choices(self.lang) if codes else ()

    def list_name(self, field: Field) -> str:
        """Return what a field's code list is called."""
        return self.codes[field.scheme].label.get(self.lang, field.scheme)

    def either(self, choices: Sequence[str]) -> str:
        """Return choices as words: `a, b eller c`; with semicolons if a choice holds a comma."""
        between = "; " if any("," in choice for choice in choices) else ", "
        return _JOINED[self.lang].join(filter(None, [between.join(choices[:-1]), *choices[-1:]]))

    # -- columns ---------------------------------------------------------------------------------------------------

    def columns(self, part: Field | None = None) -> list[Column]:
        """Return the columns of a sheet: of the projects, or of one list of parts.

        A field of the parts within stands beside the fields of what it is within, if its key is not taken there.
        """
        class_name = part.part if part else "Project"
        within = part is not None and class_name == "Project"  # sub-projects: without what they rarely need
        fields = [field for field in self.fields(class_name) if not (within and self.is_rare(field))]
        taken = {key for field in self.form.fields(class_name) for key in _keys(field) if field.kind != "parts"}
        own = [column for field in fields for column in self._own(field)]
        inner = [
            column for field in fields
            if field.kind == "parts" and (field.part == "Evidence" or class_name != "Project")
            for column in self._inner(field, taken) if part is None or not column.rare
        ]  # fmt: skip
        return sorted([*own, *inner], key=lambda column: column.rare)

    def wide_columns(self) -> list[Column]:
        """Return the columns of a list in which everything stands in one table, without what few need."""
        columns = [column for column in self.columns() if not column.rare]
        for part in self.lists():
            if self.is_rare(part):
                continue
            name = self.name(part)
            columns += [
                Column(f"{name}: {self.name(column.field)}", column.field, (part, *column.parts), "", "", False)
                for column in self.columns(part)
                if not column.rare and column.language in ("", self.lang)
            ]
        return columns

    def _own(self, field: Field) -> Iterator[Column]:
        """Yield the columns of a field: one for each language of a text, the template's own first."""
        rare, name = self.is_rare(field), self.name(field)
        if field.kind == "parts":
            return
        if field.kind != "texts" or field.many or rare:
            yield Column(name, field, (), "", field.wanted, rare)
            return
        for lang in sorted(LANGUAGES, key=lambda lang: lang != self.lang):
            yield Column(f"{name} ({lang})", field, (), lang, field.wanted if lang == self.lang else "", rare)

    def _inner(self, whole: Field, taken: set[str]) -> Iterator[Column]:
        """Yield the columns of the parts in a list, one of which may stand in each row."""
        for field in self.fields(whole.part):
            keys = _keys(field)
            if field.kind == "parts" or keys & taken:
                continue
            taken |= keys
            rare = self.is_rare(whole) or self.is_rare(field)
            wanted = whole.wanted if field.wanted == "violation" else ""
            yield Column(self.name(field), field, (whole,), "", wanted, rare)


def _keys(field: Field) -> set[str]:
    """Return the spellings of a field, as they are compared."""
    return {fold_key(key) for key in (field.key, *field.keys)}


def _found(text: str, word: str) -> tuple[int, str]:
    """Return where a word stands in a text; after everything if it does not."""
    match = re.search(rf"\b{re.escape(word)}\b", text)
    return (match.start() if match else len(text), word)
