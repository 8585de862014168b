"""The template as YAML: every key with nothing behind it, help above, an example as a comment where a value goes."""

import json
import textwrap
from collections.abc import Iterable, Iterator

import yaml

from kg.work.form import Field
from kg.work.templates.model import Section, Template

WIDTH = 100
_EXAMPLE = 26  # the column in which examples begin
_MANY, _LONG = 8, 150  # choices and characters; a longer list stands at the end of the file


def as_yaml(template: Template) -> str:
    """Return an empty form as YAML.

    Read as it is, nothing is filled in. Without the `#` before an example, the example is the value.
    """
    return "\n".join(_Writer(template).lines()) + "\n"


class _Writer:
    """Writes the lines; remembers which parts it has shown, and the code lists too long to stand beside a field."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._shown = {"Project"}
        self._lists_used: dict[str, Field] = {}

    def lines(self) -> Iterator[str]:
        """Yield the lines of the file."""
        text = self._template.text
        yield from _comment(
            text("Ett projekt. Skriv det du vet efter kolonet; det som lämnas tomt räknas inte.",
                 "One project. Write what you know after the colon; what is left empty does not count.")
        )  # fmt: skip
        yield from _comment(
            text("Det som står efter # är hjälp och exempel och läses inte. Det som har * måste fyllas i.",
                 "What stands after # is help and examples, and is not read. What has * must be filled in.")
        )  # fmt: skip
        yield from _comment(
            text("Flera värden skrivs [ett, ett till], text på två språk {sv: …, en: …}. Flera deltagare, mål "
                 "och så vidare: upprepa raderna från strecket och nedåt. En text med kolon eller # "
                 'skrivs inom citattecken: "Mål: arbete".',
                 "Several values are written [one, another], text in two languages {sv: …, en: …}. Several "
                 "participants, goals and so on: repeat the lines from the dash down. A text with a colon or # "
                 'is written in quotation marks: "Goal: work".')
        )  # fmt: skip
        name = text("projekt.yaml", "project.yaml")
        yield "#"
        yield f"#   kg validate {name}   {text('granskar, och säger hur fel rättas', 'checks, and says how to mend')}"
        yield f"#   kg add {name}        {text('lägger till projektet i grafen', 'adds the project to the graph')}"
        for section in self._template.sections():
            yield from self._section(section)
        yield from self._lists()

    def _section(self, section: Section) -> Iterator[str]:
        yield from _rule(section.heading)
        for number, field in enumerate(section.fields):
            if number:
                yield ""
            yield from self._field(field, 0)

    def _field(self, field: Field, depth: int, dash: str = "") -> Iterator[str]:
        """Yield a field's help and its key; `dash` begins a new item of a list, whose keys stand at this depth."""
        yield from _comment(self._help(field), depth - len(dash))
        start = " " * (depth - len(dash)) + dash + field.name(self._template.lang) + ":"
        if field.kind != "parts":
            examples = [_scalar(example) for example in self._template.examples(field)]
            yield _with_example(start, examples[0] if len(examples) == 1 else _flow(examples))
        elif field.part in self._shown:
            yield _with_example(start, _flow([self._short(field.part)]))
        else:
            yield start
            yield from self._item(field.part, depth + 4)

    def _help(self, field: Field) -> str:
        star = "* " if field.wanted == "violation" else ""
        same = self._template.text("Samma nycklar som för projektet.", "The same keys as the project has.")
        shown = same if field.part == "Project" and field.kind == "parts" else ""
        return star + " ".join(filter(None, (self._template.help(field), self._choices(field), shown)))

    def _choices(self, field: Field) -> str:
        """Return the choices of a field as words, or where they are listed; nothing if its help says them."""
        template, choices, said = self._template, self._template.choices(field), self._template.help(field).casefold()
        if field.kind == "boolean" or all(choice.casefold() in said for choice in choices):
            return ""
        words = f"{template.text('Välj:', 'Choose:')} {template.either(choices)}."
        if len(choices) <= _MANY and len(words) <= _LONG:
            return words
        if field.scheme not in template.codes:  # currencies: the help says which are usual
            return ""
        self._lists_used.setdefault(field.scheme, field)
        name = template.list_name(field)
        return template.text(
            f"Välj i listan ”{name}” sist i filen.", f"Choose from the list “{name}” at the end of the file."
        )

    def _item(self, class_name: str, depth: int) -> Iterator[str]:
        """Yield one item of a list of parts, its keys empty: what many need, the parts within, what few need."""
        self._shown.add(class_name)
        rare, dash = False, "- "
        for field in self._template.fields(class_name):
            if not rare and self._template.is_rare(field):
                rare = True
                heading = self._template.form.groups[field.group].label[self._template.lang]
                yield f"{' ' * depth}# ── {heading} ──"
            yield from self._field(field, depth, dash)
            dash = ""

    def _short(self, class_name: str) -> str:
        """Return one item of a list on a line: the examples of what it should at least have."""
        wanted = [field for field in self._template.fields(class_name) if field.wanted and field.kind != "parts"]
        pairs = ((field.name(self._template.lang), self._template.example(field)) for field in wanted)
        return "{" + ", ".join(f"{key}: {_scalar(value)}" for key, value in pairs if value) + "}"

    def _lists(self) -> Iterator[str]:
        """Yield the long code lists as comments."""
        if self._lists_used:
            yield from _rule(self._template.text("Listor att välja ur", "Lists to choose from"))
        for field in self._lists_used.values():
            yield f"# {self._template.list_name(field)}"
            yield from _comment("; ".join(self._template.choices(field)), indent="#   ")
            yield "#"


def _rule(heading: str) -> Iterable[str]:
    return ("", "", f"# ─── {heading} ".ljust(WIDTH, "─"), "")


def _comment(text: str, depth: int = 0, indent: str = "# ") -> list[str]:
    before = " " * depth + indent
    return textwrap.wrap(text, WIDTH, initial_indent=before, subsequent_indent=before, break_on_hyphens=False)


def _with_example(line: str, example: str) -> str:
    return f"{line:<{_EXAMPLE}}  # {example}" if example else line


def _flow(items: list[str]) -> str:
    return f"[{', '.join(items)}]" if items else ""


def _scalar(text: str) -> str:
    """Return a text as YAML reads it back, in a list too: as it is if that is possible, else in quotation marks."""
    try:
        plain = yaml.load(f"[{{a: {text}}}]", Loader=yaml.BaseLoader) == [{"a": text}]  # noqa: S506 (it makes texts only)
    except yaml.YAMLError:
        plain = False
    return text if plain else json.dumps(text, ensure_ascii=False)
