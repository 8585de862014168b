"""The reader of entries: what somebody wrote under the form's keys becomes statements, or problems that say where."""

from collections.abc import Iterator

import pyoxigraph as ox

from kg.disk.written import Items, Pairs, Text, Written
from kg.terms import NS, PREFIXES, code
from kg.work.entries import advice
from kg.work.entries.draft import Draft
from kg.work.entries.filled import Filled, as_items, fill
from kg.work.entries.identity import identify
from kg.work.entries.known import Known
from kg.work.entries.parts import project
from kg.work.entries.reading import Reading
from kg.work.entries.sources import cover
from kg.work.form import Form, the_form

_TOPIC = PREFIXES["foaf"] + "primaryTopic"
_SOURCE = PREFIXES["dcterms"] + "source"


def read_entry(written: Written, known: Known, form: Form | None = None) -> Draft:
    """Return the entry that somebody wrote.

    Args:
        written: keys of the form `Project` and their values.
        known: the graph, and who is meant by a name in it.
        form: the form; that of the package's shapes if left out.

    Returns:
        The draft, with a problem for everything that could not be read; nothing is raised for what people write.
    """
    draft = Draft(written.place.path, written.place)
    reading = Reading(draft, form or the_form(), known, reserved=set(_ids(written)))
    if not isinstance(written, Pairs):
        reading.tell(advice.no_keys(written.place))
        return draft
    filled = fill(reading.form, "Project", written, draft.problems)
    identify(reading, filled)
    reading.esf = _is_esf(reading, filled)
    reading.declare(draft.graph, "Entry", written.place)
    draft.state(draft.graph, _TOPIC, draft.project)
    whole: list[ox.NamedNode] = []
    project(reading, draft.project, filled, whole)
    cover(reading, whole)
    _check_unknown_owners(reading)
    for document in draft.documents:
        draft.state(draft.graph, _SOURCE, ox.NamedNode(document))
    return draft


def _check_unknown_owners(reading: Reading) -> None:
    """Tell of an owner that is said to be unknown without a source: then nobody has looked for one."""
    draft, evidence = reading.draft, NS + "evidence"
    for node, place, value in reading.ownerless:
        if not draft.objects(node, evidence) and (draft.project.value, evidence) not in draft.blamed:
            reading.tell(advice.unknown_owner_unsourced(place, value))
            draft.blamed |= {(draft.project.value, evidence), (node.value, evidence)}


def _ids(written: Written) -> Iterator[str]:
    """Yield the ids that the parts are given."""
    if isinstance(written, Items):
        for item in written:
            yield from _ids(item)
    elif isinstance(written, Pairs):
        for key, value in written:
            if isinstance(value, Text):
                if key.value.strip().casefold() == "id":
                    yield value.value
            else:
                yield from _ids(value)


def _is_esf(reading: Reading, filled: Filled) -> bool:
    """Tell whether the fund that is written is the ESF or the ESF+."""
    found = filled.values.get("fund")
    texts = [item.value for item in as_items(found[2]) if isinstance(item, Text)] if found else []
    codes = {reading.known.matcher.code(text, "fund").iri for text in texts}
    return bool(codes & {code("fund", "esf"), code("fund", "esf-plus")})
