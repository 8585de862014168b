"""Where it stands: documents, the lines in them, and which statements they are the source of."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.disk.written import Pairs, Text, Written
from kg.terms import ENTRY_GRAPHS, ID, NS, PREFIXES, slug
from kg.work.entries import advice
from kg.work.entries.draft import Mark
from kg.work.entries.filled import Filled, as_items, fill, is_blank, near_keys
from kg.work.entries.reading import Reading
from kg.work.entries.terms import told
from kg.work.form import Field
from kg.work.values import readers
from kg.work.values.refusal import Refusal

_EVIDENCE = NS + "evidence"
_EVIDENCE_FOR = NS + "evidenceFor"
_SHA256 = NS + "sha256"
_DCTERMS, _FOAF = PREFIXES["dcterms"], PREFIXES["foaf"]
_NOT_COVERED = {_EVIDENCE, NS + "statedAs", _DCTERMS + "description", PREFIXES["skos"] + "altLabel"}
_ENDS = re.compile(r"^https?://(www\.)?|\.(txt|pdf|html?|docx?|csv|json|xlsx)$")
LONGEST_SLUG = 80
LARGEST_DOCUMENT = 50_000_000


def sources(reading: Reading, subject: ox.NamedNode, field: Field, written: Written, *, private: bool = False,
            whole: list[ox.NamedNode] | None = None) -> None:  # fmt: skip
    """State what evidence a thing has.

    Args:
        reading: the entry that is read.
        subject: the project or a part of it.
        field: the field of the sources.
        written: documents, or forms of evidence.
        private: whether the evidence is of a contact person.
        whole: takes the evidence that does not say what it is for, and so is for all that has none of its own.
    """
    for item in as_items(written):
        filled = fill(reading.form, "Evidence", item, reading.draft.problems) if isinstance(item, Pairs) else None
        node = _evidence(reading, item, filled, private=private)
        if node is None:
            reading.draft.blamed.add((subject.value, _EVIDENCE))
            continue
        reading.draft.state(subject, _EVIDENCE, node, Mark(item.place, field.key), private=private)
        if filled and isinstance(item, Pairs) and _says_what_for(reading, item):
            for about in _meant(reading, filled):
                if about.path and about.part in ("", "Evidence", "Initiative", "Project"):
                    reading.draft.state(node, _EVIDENCE_FOR, ox.NamedNode(about.path), private=private)
                else:
                    reading.sourced.setdefault(about.key, []).append(node)
        elif whole is not None:
            whole.append(node)


def _says_what_for(reading: Reading, item: Pairs) -> bool:
    """Tell whether a source says what it is for: an empty list says nothing at all, an empty value does not say."""
    named = ((reading.form.field("Evidence", key.value), value) for key, value in item)
    return any(
        field.key == "for" and not (isinstance(value, Text) and is_blank(value)) for field, value in named if field
    )


def _evidence(reading: Reading, item: Written, filled: Filled | None, *, private: bool) -> ox.NamedNode | None:
    """Return the evidence that a source stands for, described if it is new."""
    if filled is None:
        field = reading.form.field("Evidence", "document")
        written: Written | None = item
    else:
        field, _, written = filled.values.get("document") or (reading.form.field("Evidence", "document"), None, None)
    if field is None:
        return None
    if written is None:
        sv = "Källan saknar dokument. Skriv en webbadress eller ett filnamn."
        reading.tell(advice.wrong_form(item.place, field, sv,
                                       "The source has no document. Write a web address or a file name."))  # fmt: skip
        return None
    found = reading.single(field, written)
    document = _document(reading, field, found) if found else None
    if document is None:
        return None
    lines = _lines(reading, filled) if filled else ()
    if lines is None:
        return None
    reading.draft.documents.setdefault(document.value)
    node = _named(reading, item, filled, document, lines)
    if not reading.draft.is_named(node):
        reading.declare(node, "Evidence", item.place, private=private)
        reading.link(node, "document", document, Mark(item.place, field.key), private=private)
        for local, line in zip(("firstLine", "lastLine"), lines, strict=False):
            number = ox.Literal(str(line), datatype=ox.NamedNode(PREFIXES["xsd"] + "integer"))
            reading.link(node, local, number, Mark(item.place, "lines"), private=private)
        if digest := _digest(reading, document):
            reading.link(node, "sha256", ox.Literal(digest), private=private)
    return node


def _named(
    reading: Reading, item: Written, filled: Filled | None, document: ox.NamedNode, lines: tuple[int, ...]
) -> ox.NamedNode:
    """Return the evidence of some lines of a document, under the id that it is given or a name of its own."""
    given = reading.given(filled) if filled else ""
    wanted = given or _name(reading, document, lines)
    name, number = wanted, 1
    while reading.draft.is_named(node := reading.draft.part(name)) and not _is_same(reading, node, document, lines):
        if given and number == 1:
            reading.tell(advice.id_twice(item.place, given))
        number += 1
        name = f"{wanted}-{number}"
    return node


def _is_same(reading: Reading, node: ox.NamedNode, document: ox.NamedNode, lines: tuple[int, ...]) -> bool:
    """Tell whether a part of the entry is the evidence of some lines of a document."""
    objects = reading.draft.objects
    stated = [term.value for local in ("firstLine", "lastLine") for term in objects(node, NS + local)]
    return objects(node, NS + "document") == [document] and stated == [str(line) for line in lines]


def _name(reading: Reading, document: ox.NamedNode, lines: tuple[int, ...]) -> str:
    """Return what evidence is called: by its lines, and by its document too but for the entry's first."""
    short = document.value.rpartition("/")[2]
    first = next(iter(reading.draft.documents)) == document.value
    numbers = "-".join(str(line) for line in dict.fromkeys(lines))
    if not numbers:
        return f"source-{short}"
    return f"lines-{numbers}" if first else f"lines-{short}-{numbers}"


def _lines(reading: Reading, filled: Filled) -> tuple[int, ...] | None:
    found = filled.values.get("lines")
    text = reading.single(found[0], found[2]) if found else None
    if found is None:
        return ()
    if text is None:
        return None
    read = readers.read_lines(text.value)
    if isinstance(read, Refusal):
        reading.tell(told(text.place, found[0], text.value, read))
        return None
    return tuple(read.value)


def _meant(reading: Reading, filled: Filled) -> Iterator[Field]:
    """Yield the fields of the project whose keys a source says that it is for."""
    for item in as_items(filled.values["for"][2]) if "for" in filled.values else ():
        if not isinstance(item, Text):
            reading.tell(advice.wrong_form(item.place, filled.values["for"][0], "Skriv nycklar.", "Write keys."))
            continue
        field = reading.form.field("Project", item.value)
        if field is None or field.kind == "slug":
            near = near_keys(reading.form, "Project", item.value)
            reading.tell(advice.unknown_key(item.place, item.value, near[0], near[1], "violation"))
        else:
            yield field


def _document(reading: Reading, field: Field, found: Text) -> ox.NamedNode | None:
    """Return a document that the graph knows, or a new one that the entry describes by its name or address.

    A file name that another entry has brought is not the same document: many files have the same name.
    """
    match = reading.known.matcher.document(found.value)
    named = [iri for iri in (match.iri, *(one.iri for one in match.several)) if iri]
    own = next((iri for iri in named if reading.known.is_described_in(iri, reading.draft.graph.value)), "")
    address = bool(re.match(r"[a-z]+:|www\.|//", found.value.strip(), re.IGNORECASE))
    if match.iri and not own and (address or not _is_brought(reading, match.iri)):
        return ox.NamedNode(match.iri)
    read = readers.read_address(found.value) if address else readers.read_text(found.value)
    if isinstance(read, Refusal):
        reading.tell(told(found.place, field, found.value, read))
        return None
    text = str(read.value.value)
    node = ox.NamedNode(own) if own else _new_document(reading, text)
    if node is None:
        reading.tell(advice.unreadable_name(found.place, field, found.value))
        return None
    if node.value not in reading.draft.described:
        reading.draft.described.add(node.value)
        reading.declare(node, "SourceDocument", found.place)
        reading.draft.state(node, _DCTERMS + "identifier", ox.Literal(text), Mark(found.place, field.key))
        if address:
            reading.draft.state(node, _FOAF + "page", ox.NamedNode(text))
        else:
            _measure(reading, node, text)
    return node


def _is_brought(reading: Reading, document: str) -> bool:
    """Tell whether an entry describes a document, and no register."""
    return any(graph.startswith(ENTRY_GRAPHS) for graph in reading.known.graphs(document))


def _new_document(reading: Reading, text: str) -> ox.NamedNode | None:
    """Return the IRI of a new document: after its name, and the project's too if another document has that."""
    try:
        name = slug(_ENDS.sub("", text))[:LONGEST_SLUG].strip("-")
    except ValueError:
        return None
    node = ox.NamedNode(f"{ID}document/{name}")
    if reading.known.exists(node.value, but_for=reading.draft.graph.value):
        return ox.NamedNode(f"{ID}document/{reading.draft.slug}-{name}")
    return node


def _measure(reading: Reading, node: ox.NamedNode, name: str) -> None:
    """State the digest and the number of lines of a document that lies beside the entry's file."""
    data = _beside(reading.draft.path.parent, name)
    if data is None:
        return
    reading.draft.state(node, _SHA256, ox.Literal(hashlib.sha256(data).hexdigest()))
    count = ox.Literal(str(max(1, len(data.splitlines()))), datatype=ox.NamedNode(PREFIXES["xsd"] + "integer"))
    reading.link(node, "lineCount", count)


def _beside(folder: Path, name: str) -> bytes | None:
    """Return the bytes of a file in a folder; None if it has no such file, or one that is too large."""
    path = folder / name
    try:
        if Path(name).name != name or not path.is_file() or path.stat().st_size > LARGEST_DOCUMENT:
            return None
        return path.read_bytes()
    except (OSError, ValueError):  # a name that no file can have, a file that may not be read
        return None


def _digest(reading: Reading, document: ox.NamedNode) -> str:
    own = reading.draft.objects(document, _SHA256)
    return str(own[0].value) if own else reading.known.value(document.value, _SHA256)


def cover(reading: Reading, whole: list[ox.NamedNode]) -> None:
    """Let the sources that do not say what they are for be the evidence of all that has none of its own."""
    draft = reading.draft
    if not whole:
        return
    stated = {path for subject, path in draft.marks if subject == draft.project.value and path} - _NOT_COVERED
    covered = {
        str(path.value)
        for node in draft.objects(draft.project, _EVIDENCE) if isinstance(node, ox.NamedNode)
        for path in draft.objects(node, _EVIDENCE_FOR)
    }  # fmt: skip
    for path in sorted(stated - covered):
        if draft.objects(draft.project, path):
            for node in whole:
                draft.state(node, _EVIDENCE_FOR, ox.NamedNode(path))
    for subject, private in list(draft.wanting.items()):
        node = ox.NamedNode(subject)
        if not draft.objects(node, _EVIDENCE):
            draft.inherited.add(subject)
            for evidence in whole:
                draft.state(node, _EVIDENCE, evidence, private=private)
