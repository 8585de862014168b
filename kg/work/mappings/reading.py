"""Reading a mapping file: every option known, every key of the form known, every mistake told with its line."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NoReturn

from kg.disk.written import Items, Pairs, Place, Text, Written
from kg.errors import ParseError
from kg.work.form import Field, Form
from kg.work.mappings import cells
from kg.work.mappings.model import (
    Branch,
    Column,
    Condition,
    Format,
    Kind,
    ListMapping,
    Node,
    NumberForm,
    Rule,
    Several,
    Skip,
    Template,
)
from kg.work.near import nearest

TOP = (
    "name", "title", "description", "document", "language", "publisher", "format", "blank", "group_by", "each_row",
    "slug", "skip_if", "ignore", "entry",
)  # fmt: skip
FORMAT = ("kind", "delimiter", "path", "sheet")
SOURCES = ("column", "constant", "template")
RULE = (
    *SOURCES, "split", "date", "number", "percent", "values", "blank", "remove", "default", "needed", "optional",
    "when",
)  # fmt: skip
NUMBER = ("decimal", "thousands", "round")
WAYS = ("is", "is_not", "any_row_is", "no_row_is")
PLACE_KINDS = ("municipality", "county", "nuts", "country")
KINDS: tuple[Kind, ...] = ("csv", "json", "xlsx")
MOST_TOLD = 5

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_YES, _NO = ("yes", "true", "ja"), ("no", "false", "nej")


def read_mapping(written: Written, form: Form) -> ListMapping:
    """Return the mapping that a file holds.

    Args:
        written: the file, as the reader of YAML hands it over.
        form: the entry form, whose keys the mapping may use.

    Raises:
        ParseError: with the line of each of the first mistakes, and what is near an unknown option or key.
    """
    return _Reader(form).mapping(written)


class _Mistake(Exception):  # noqa: N818
    """A mistake in the mapping that leaves nothing to go on with in its place."""


class _Reader:
    """Reads one mapping file and collects its mistakes."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.mistakes: list[tuple[Place, str, str]] = []

    def mapping(self, written: Written) -> ListMapping:
        """Return the mapping, or raise with all its mistakes."""
        try:
            found = self._mapping(written)
        except _Mistake:
            self._stop()
        if self.mistakes:
            self._stop()
        return found

    def _stop(self) -> NoReturn:
        told = sorted(self.mistakes, key=lambda mistake: mistake[0].order)
        more = len(told) - MOST_TOLD
        en = [f"{place.text('en')}: {text}" for place, text, _ in told[:MOST_TOLD]]
        sv = [f"{place.text('sv')}: {text}" for place, _, text in told[:MOST_TOLD]]
        raise ParseError(
            "; ".join(en) + (f"; and {more} more" if more > 0 else ""),
            "; ".join(sv) + (f"; och {more} till" if more > 0 else ""),
        )

    def _wrong(self, place: Place, en: str, sv: str) -> None:
        self.mistakes.append((place, en, sv))

    def _refuse(self, place: Place, en: str, sv: str) -> NoReturn:
        self._wrong(place, en, sv)
        raise _Mistake

    # The file as a whole

    def _mapping(self, written: Written) -> ListMapping:
        options = self._options(written, TOP)
        name = self._text(options.get("name"))
        if name and not _NAME.fullmatch(name):
            self._wrong(options["name"].place, f"name {name!r}: use a–z, 0–9 and hyphens",
                        f"namnet {name!r}: använd a–z, 0–9 och bindestreck")  # fmt: skip
        for needed in ("name", "title", "entry"):
            if needed not in options:
                self._wrong(written.place, f"the mapping lacks {needed!r}", f"mappningen saknar {needed!r}")
        if self.mistakes:
            raise _Mistake
        each_row = self._each_row(options.get("each_row"))
        entry = self._entry(options["entry"], each_row)
        document = self._text(options.get("document"))
        return ListMapping(
            place=written.place,
            name=name,
            title=self._texts(options["title"]),
            description=self._texts(options["description"]) if "description" in options else {},
            document=document,
            language=self._text(options.get("language")),
            publisher=self._text(options.get("publisher")),
            form=self._format(options.get("format")),
            blank=self._folded(options.get("blank")),
            group_by=self._column(options["group_by"]) if "group_by" in options else None,
            slug=self._slug(options.get("slug"), entry),
            skips=tuple(self._skips(options.get("skip_if"))),
            ignored=tuple(Column((text.value,), text.place) for text in self._list(options.get("ignore"))),
            entry=entry,
        )

    def _format(self, written: Written | None) -> Format:
        if written is None:
            return Format()
        options = self._options(written, FORMAT)
        kind = self._text(options.get("kind"))
        if kind and kind not in KINDS:
            self._wrong(options["kind"].place, f"kind {kind!r}: choose csv, json or xlsx",
                        f"kind {kind!r}: välj csv, json eller xlsx")  # fmt: skip
        delimiter = {"tab": "\t", "auto": ""}.get(given := self._text(options.get("delimiter")), given)
        if len(delimiter) > 1:
            self._wrong(options["delimiter"].place, f"delimiter {delimiter!r}: one character, tab or auto",
                        f"delimiter {delimiter!r}: ett tecken, tab eller auto")  # fmt: skip
        return Format(
            kind=next((known for known in KINDS if known == kind), None),
            delimiter=delimiter,
            path=tuple(part for part in self._text(options.get("path")).split(".") if part),
            sheet=self._text(options.get("sheet")),
        )

    def _slug(self, written: Written | None, entry: Branch) -> Rule | None:
        """Return the rule of the project's short name; None leaves it to the mapping's name and the identifier."""
        if written is None:
            if "identifier" not in dict(entry.pairs):
                self._wrong(entry.place, "say what makes the project's short name: slug, or identifier",
                            "ange vad som ger projektets kortnamn: slug, eller identifier")  # fmt: skip
            return None
        if isinstance(written, Text):
            rule = Rule(written.place, template=self._template(written))
        else:
            rule = self._rule(written)
        if not any(rule.columns()):
            self._wrong(written.place, "slug needs a column in braces, or all projects get the same",
                        "slug behöver en kolumn inom klamrar, annars får alla projekt samma")  # fmt: skip
        return rule

    def _skips(self, written: Written | None) -> Iterator[Skip]:
        items = written.items if isinstance(written, Items) else () if written is None else (written,)
        for item in items:
            options = self._options(item, ("column", "is", "is_not", "reason"))
            condition = self._condition(item, options)
            reason = self._texts(options["reason"]) if "reason" in options else {}
            sv, en = reason.get("sv") or reason.get("en", ""), reason.get("en") or reason.get("sv", "")
            name = condition.column.name
            yield Skip(condition, sv or f"Mappningen hoppar över raden ({name}).",
                       en or f"The mapping skips the row ({name}).")  # fmt: skip

    # The entry

    def _entry(self, written: Written, each_row: dict[str, Place]) -> Branch:
        if not isinstance(written, Pairs):
            self._refuse(written.place, "entry holds the keys of the form, each with a column",
                         "entry innehåller formulärets nycklar, var och en med en kolumn")  # fmt: skip
        branch = self._branch(written, self._fields_of("Project"), "Project", each_row)
        found = dict(branch.pairs)
        if "title" not in found:
            self._wrong(written.place, "the entry lacks 'title'", "entry saknar 'title'")
        if "contacts" in found:
            self._wrong(written.place, "contact persons are not imported from lists; leave 'contacts' out",
                        "kontaktpersoner importeras inte ur listor; ta bort 'contacts'")  # fmt: skip
        for key, place in each_row.items():
            if not isinstance(found.get(key), Several):
                self._wrong(place, f"each_row: {key!r} is no list of the entry",
                            f"each_row: {key!r} är ingen lista i entry")  # fmt: skip
        return branch

    def _each_row(self, written: Written | None) -> dict[str, Place]:
        found = {}
        for text in self._list(written):
            field = self.form.field("Project", text.value)
            found[field.key if field else text.value] = text.place
        return found

    def _fields_of(self, name: str) -> Callable[[str], Field | None]:
        """Return what finds a field of a class by its key; a participant is described like an actor as well."""
        names = [name, *(["Actor"] if name == "Participation" else [])]
        names = [known for known in names if known in self.form.classes]

        def find(key: str) -> Field | None:
            return next((field for known in names if (field := self.form.field(known, key))), None)

        return find

    def _branch(
        self,
        written: Pairs,
        find: Callable[[str], Field | None],
        name: str,
        each_row: Mapping[str, Place] | None = None,
    ) -> Branch:
        """Return the rules of a class's form."""
        pairs: dict[str, Node] = {}
        for key, value in written:
            field = find(key.value)
            if field is None:
                near = self.form.near(name, key.value, "en") if name in self.form.classes else []
                self._unknown(key, near, "key", "nyckel")
                continue
            if field.key in pairs:
                self._wrong(key.place, f"{key.value!r} stands twice", f"{key.value!r} står två gånger")
                continue
            try:
                node = self._node(value, field)
            except _Mistake:
                continue
            if isinstance(node, Several) and field.key in (each_row or {}):
                node = Several(node.place, node.nodes, each_row=True)
            pairs[field.key] = node
        return Branch(written.place, tuple(pairs.items()))

    def _node(self, written: Written, field: Field) -> Node:
        if isinstance(written, Items):
            if not field.many:
                self._refuse(written.place, f"{field.key!r} takes one value, no list",
                             f"{field.key!r} tar ett värde, ingen lista")  # fmt: skip
            return Several(written.place, tuple(self._item(item, field) for item in written))
        node = self._item(written, field)
        return Several(written.place, (node,), listed=field.kind == "parts") if field.many else node

    def _item(self, written: Written, field: Field) -> Rule | Branch:
        """Return the rule of one value, or the rules of its parts."""
        if isinstance(written, Text):
            return self._rule(written)
        if isinstance(written, Items):
            self._refuse(written.place, "a list in a list", "en lista i en lista")
        if any(key.value in SOURCES for key, _ in written):
            return self._rule(written)
        if field.kind == "parts":
            return self._branch(written, self._fields_of(field.part), field.part)
        if field.kind == "texts":
            return self._named(written, ("sv", "en"))
        if field.kind == "place":
            return self._named(written, PLACE_KINDS)
        if field.kind in ("owner", "actor"):
            return self._branch(written, self._fields_of("Actor"), "Actor")
        return self._wrong_source(written)

    def _named(self, written: Pairs, names: tuple[str, ...]) -> Branch:
        options = self._options(written, names, "key", "nyckel")
        return Branch(written.place, tuple((name, self._rule(value)) for name, value in options.items()))

    # One value

    def _wrong_source(self, written: Pairs) -> NoReturn:
        for key, _ in written:
            near = nearest(key.value, RULE)
            self._unknown(key, near, "option", "inställning")
        self._refuse(written.place, "say where the value comes from: column, constant or template",
                     "ange var värdet kommer ifrån: column, constant eller template")  # fmt: skip

    def _rule(self, written: Written) -> Rule:
        if isinstance(written, Text):
            return Rule(written.place, self._column(written))
        if isinstance(written, Items):
            self._refuse(written.place, "one column, not a list; alternatives stand under column",
                         "en kolumn, ingen lista; alternativ står under column")  # fmt: skip
        options = self._options(written, RULE)
        sources = [name for name in SOURCES if name in options]
        if len(sources) != 1:
            self._refuse(written.place, "give one of column, constant and template",
                         "ange ett av column, constant och template")  # fmt: skip
        constant = self._text(options.get("constant"))
        if sources == ["constant"] and not constant:
            self._wrong(options["constant"].place, "an empty constant", "en tom konstant")
        return Rule(
            place=written.place,
            column=self._column(options["column"]) if "column" in options else None,
            constant=constant,
            template=self._template(options["template"]) if "template" in options else None,
            split=tuple(self._separator(text) for text in self._list(options.get("split"))),
            dates=tuple(self._dates(options.get("date"))),
            number=self._number(options["number"]) if "number" in options else None,
            percent=self._boolean(options.get("percent")),
            table=self._table(options["values"]) if "values" in options else None,
            blank=self._folded(options.get("blank")),
            remove=tuple(text.value for text in self._list(options.get("remove"))),
            default=self._text(options.get("default")),
            needed=self._boolean(options.get("needed")),
            optional=self._boolean(options.get("optional")),
            when=self._when(options.get("when")),
        )

    def _column(self, written: Written) -> Column:
        names = tuple(text.value for text in self._list(written))
        if not names or not all(names):
            self._refuse(written.place, "a column without a heading", "en kolumn utan rubrik")
        return Column(names, written.place)

    def _template(self, written: Written) -> Template:
        text = self._text(written)
        pieces = re.split(r"\{([^{}]*)\}", text)
        texts, names = pieces[::2], pieces[1::2]
        if any(sign in piece for piece in texts for sign in "{}") or not all(name.strip() for name in names):
            self._refuse(written.place, f"template {text!r}: write each column in braces, {{Like this}}",
                         f"mallen {text!r}: skriv varje kolumn inom klamrar, {{Så här}}")  # fmt: skip
        columns = (tuple(part.strip() for part in name.split("|")) for name in names)
        return Template(tuple(texts), tuple(Column(alternatives, written.place) for alternatives in columns))

    def _separator(self, text: Text) -> str:
        named = {"line": "\n", "tab": "\t", "space": " "}
        if not text.value:
            self._refuse(text.place, "split needs a sign", "split behöver ett tecken")
        return named.get(text.value, text.value)

    def _dates(self, written: Written | None) -> Iterator[str]:
        for text in self._list(written):
            try:
                cells.date_pattern(text.value)
                yield text.value
            except ValueError:
                self._wrong(text.place, f"date {text.value!r}: write it with yyyy, mm and dd, like dd.mm.yyyy",
                            f"date {text.value!r}: skriv med yyyy, mm och dd, till exempel dd.mm.yyyy")  # fmt: skip

    def _number(self, written: Written) -> NumberForm:
        if isinstance(written, Text) and written.value == "round":
            return NumberForm(rounded=True)
        options = self._options(written, NUMBER)
        decimal = self._text(options.get("decimal")) or "."
        if decimal not in (".", ","):
            self._wrong(options["decimal"].place, f"decimal {decimal!r}: a point or a comma",
                        f"decimal {decimal!r}: punkt eller komma")  # fmt: skip
        thousands = tuple(self._separator(text) for text in self._list(options.get("thousands")))
        if decimal in thousands:
            self._wrong(written.place, f"{decimal!r} cannot be both the decimal sign and between thousands",
                        f"{decimal!r} kan inte vara både decimaltecken och tusentalsavgränsare")  # fmt: skip
        return NumberForm(decimal, thousands, self._boolean(options.get("round")))

    def _table(self, written: Written) -> dict[str, str]:
        if not isinstance(written, Pairs):
            self._refuse(written.place, "values is a table: what the list says, and what it means",
                         "values är en tabell: vad listan säger, och vad det betyder")  # fmt: skip
        found: dict[str, str] = {}
        for key, value in written:
            if cells.folded(key.value) in found:
                self._wrong(key.place, f"{key.value!r} stands twice", f"{key.value!r} står två gånger")
            found[cells.folded(key.value)] = self._text(value)
        return found

    def _when(self, written: Written | None) -> Condition | None:
        return self._condition(written, self._options(written, ("column", *WAYS))) if written is not None else None

    def _condition(self, written: Written, options: dict[str, Written]) -> Condition:
        ways = [way for way in WAYS if way in options]
        if len(ways) != 1 or "column" not in options:
            self._refuse(written.place, f"a condition has a column and one of: {', '.join(WAYS)}",
                         f"ett villkor har column och ett av: {', '.join(WAYS)}")  # fmt: skip
        return Condition(
            self._column(options["column"]),
            self._folded(options[ways[0]]),
            negated=ways[0] in ("is_not", "no_row_is"),
            any_row=ways[0] in ("any_row_is", "no_row_is"),
        )

    # What options hold

    def _options(
        self, written: Written, known: tuple[str, ...], en: str = "option", sv: str = "inställning"
    ) -> dict[str, Written]:
        """Return the options of a block by name; each unknown one is a mistake."""
        if not isinstance(written, Pairs):
            self._refuse(written.place, f"expected some of: {', '.join(known)}",
                         f"här väntades något av: {', '.join(known)}")  # fmt: skip
        found = {}
        for key, value in written:
            if key.value in known:
                found[key.value] = value
            else:
                self._unknown(key, nearest(key.value, known), en, sv)
        return found

    def _unknown(self, key: Text, near: list[str], en: str, sv: str) -> None:
        asked = (f"; did you mean {' or '.join(near)}?", f"; menade du {' eller '.join(near)}?") if near else ("", "")
        self._wrong(key.place, f"unknown {en} {key.value!r}{asked[0]}", f"okänd {sv} {key.value!r}{asked[1]}")

    def _text(self, written: Written | None) -> str:
        if written is None:
            return ""
        if not isinstance(written, Text):
            self._refuse(written.place, "expected one text", "här väntades en text")
        return written.value

    def _texts(self, written: Written) -> dict[str, str]:
        """Return a text by language; plain text counts for both."""
        if isinstance(written, Text):
            return {"sv": written.value, "en": written.value}
        return {name: self._text(value) for name, value in self._options(written, ("sv", "en")).items()}

    def _list(self, written: Written | None) -> list[Text]:
        """Return the texts of a list; a single text is a list of one."""
        if written is None:
            return []
        found: list[Text] = []
        for item in written.items if isinstance(written, Items) else (written,):
            if isinstance(item, Text):
                found.append(item)
            else:
                self._wrong(item.place, "expected a text", "här väntades en text")
        return found

    def _folded(self, written: Written | None) -> frozenset[str]:
        return frozenset(cells.folded(text.value) for text in self._list(written))

    def _boolean(self, written: Written | None) -> bool:
        text = self._text(written).casefold()
        if text and text not in (*_YES, *_NO) and written is not None:
            self._wrong(written.place, f"{text!r}: yes or no", f"{text!r}: yes eller no")
        return text in _YES


def mapping_files(folder: Path) -> list[Path]:
    """Return the mapping files of a folder, by name."""
    return sorted(folder.glob("*.yaml"))
