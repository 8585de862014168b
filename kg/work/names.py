"""From what a person writes to the thing that is meant: an IRI, a slug, a name, a number, a code."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.disk.nameindex import Name, NameIndex
from kg.errors import AmbiguousNameError, ParameterError, UnknownNameError
from kg.terms import CODES, ID, PREFIXES, code, compact
from kg.work.naming import FAMILIES, names_in
from kg.work.near import MOST, Names, folded, near_names, nearest
from kg.work.select import PROLOGUE, rows, solutions

LISTED = 10

_NAMES = "dcterms:title|skos:prefLabel|skos:altLabel|sam:formerName|skos:notation|dcterms:identifier"
MAIN_CLASSES = ("sam:Project", "sam:Actor", "sam:Place", "sam:Initiative", "sam:SourceDocument")


@dataclass(frozen=True)
class Named:
    """A thing, the name it is best known by, and how it says what it is (its narrowest class's name)."""

    iri: str
    name: str


def resolve(
    store: Graphs, text: str, classes: Sequence[str] = MAIN_CLASSES, names: Names | None = None
) -> ox.NamedNode:
    """Return the one thing that a person means.

    Args:
        store: the graph.
        text: an IRI, `prefix:name`, a slug, a name (title, label, other or former name), an organisation number
            with or without hyphen, a diary number, a municipality, county or NUTS code; case does not matter.
        classes: what it may be, as `sam:Actor`; a match in an earlier class wins over one in a later.
        names: the names of the graph; they are gathered from it if they are needed and not given.

    Raises:
        UnknownNameError: if nothing matches; the message says what is near.
        AmbiguousNameError: if several things match; the message lists them.
    """
    text = text.strip()
    if not text:
        raise ParameterError("an empty name", "ett tomt namn")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ParameterError(f"{text!r} is not text in UTF-8", f"{text!r} är inte text i UTF-8") from None

    @cache
    def known() -> Names:
        return names or NameIndex.in_memory(names_in(store))

    if (iri := as_iri(text)) is not None:
        return _existing(store, iri, text, known)
    for search in (_by_slug, _by_name, _by_municipality_code):
        found = search(store, text, classes)
        if not found and search is _by_municipality_code:
            found = _by_folded(store, text, classes, known())
        if len(found) == 1:
            return ox.NamedNode(found[0].iri)
        if found:
            raise _ambiguous(text, found)
    if tuple(classes) == ("sam:Project",):
        _refuse_another_kind(store, text)
    raise _unknown(text, _seated_at(store, text, classes, known()) or _near(text, classes, known()))


def _refuse_another_kind(store: Graphs, text: str) -> None:
    """Say what a name means, where a project is asked for and something else has it.

    Raises:
        UnknownNameError: if something else has the name.
    """
    for kind, (sv, en) in _KINDS.items():
        for search in (_by_slug, _by_name):
            if found := search(store, text, (kind,)):
                raise UnknownNameError(
                    f"no project is named {text!r}: {found[0].name} is {en}",
                    f"inget projekt heter {text!r}: {found[0].name} är {sv}",
                )


def _seated_at(store: Graphs, text: str, classes: Sequence[str], known: Names) -> list[str]:
    """Return the authorities of the place that a text names, where an actor is asked for."""
    if "sam:Actor" not in classes or "sam:Place" in classes or len(_by_name(store, text, ("sam:Place",))) != 1:
        return []
    seats = {name.iri for name in known.spelled(text, ("sam:Actor",)) if name.what == "seat" and name.text == text}
    return sorted(name_of(store, iri) for iri in seats)


def _near(text: str, classes: Sequence[str], known: Names) -> list[str]:
    """Return names of things of the classes that a person may have meant."""
    found = [like.name for like in near_names(known, text, _families(classes)) if like.name.what != "stated"]
    return list(dict.fromkeys(name.text for name in found if _is_of(name, classes)))[:MOST]


def _families(classes: Sequence[str]) -> tuple[str, ...]:
    """Return the families of names that things of the classes may be in."""
    return tuple(classes) if set(classes) <= set(FAMILIES) else FAMILIES


def _is_of(name: Name, classes: Sequence[str]) -> bool:
    return name.family in classes or name.kind in classes


def resolve_code(store: Graphs, text: str, scheme: str) -> ox.NamedNode:
    """Return the code of a scheme by notation, label in either language, or IRI.

    Raises:
        UnknownNameError: if the scheme has no such code; the message lists its codes.
    """
    names: dict[str, str] = {}
    hidden: dict[str, str] = {}
    for row in rows(
        store,
        f"""SELECT ?code ?notation ?label ?kind WHERE {{
      ?code skos:inScheme <{CODES}{scheme}> ; skos:notation ?notation ; ?kind ?label .
      FILTER (?kind IN (skos:prefLabel, skos:altLabel, skos:hiddenLabel)) }} ORDER BY ?notation ?label""",
    ):
        known = hidden if row["kind"].endswith("hiddenLabel") else names
        known.setdefault(row["label"].casefold(), row["notation"])
        names |= {row["notation"].casefold(): row["notation"], row["code"].casefold(): row["notation"]}
    wanted = text.strip().strip("<>").casefold()
    if wanted in names:
        return ox.NamedNode(code(scheme, names[wanted]))
    close = [hidden[wanted]] if wanted in hidden else nearest(text, [name for name in names if ":" not in name])
    near = [names.get(name, name) for name in close]
    choices = ", ".join(sorted(set(names.values())))
    en, sv = (f" Did you mean {near[0]}?", f" Menade du {near[0]}?") if near else ("", "")
    raise UnknownNameError(
        f"no {scheme} {text!r}; one of: {choices}.{en}",
        f"{text!r} finns inte bland {scheme}; välj bland: {choices}.{sv}",
    )


def name_of(store: Graphs, iri: str) -> str:
    """Return the title or label of a thing, Swedish first; its IRI's last part if it has none."""
    query = f"{PROLOGUE}SELECT ?name WHERE {{ <{iri}> dcterms:title|skos:prefLabel ?name }}"
    names = sorted((row["name"].language != "sv", row["name"].value) for row in solutions(store, query))
    return names[0][1] if names else re.split(r"[/#]", iri)[-1]


def as_iri(text: str) -> str | None:
    """Return the IRI that a text is, in full or as `prefix:name`, or None."""
    if re.fullmatch(r"<?https?://[^\s<>\"{}|^`\\]+>?", text):
        return text.strip("<>")
    if re.fullmatch(r"[a-z0-9-]+#[A-Za-z0-9-]+", text):
        return f"{ID}project/{text}"
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES and re.fullmatch(r"[A-Za-z0-9_+#-]+", local):
        return PREFIXES[prefix] + local
    return None


def _existing(store: Graphs, iri: str, text: str, known: Callable[[], Names]) -> ox.NamedNode:
    try:
        node = ox.NamedNode(iri)
        found = next(store.quads_for_pattern(node, None, None), None) is not None
    except ValueError:
        found = False
    if found:
        return node
    near = dict.fromkeys(name.iri for name in known().near(re.split(r"[/#:]", iri)[-1], FAMILIES))
    raise _unknown(text, nearest(text, [name if text.startswith("http") else compact(name) for name in near]))


def _by_slug(store: Graphs, text: str, classes: Sequence[str]) -> list[Named]:
    if not re.fullmatch(r"[a-z0-9-]+", text):
        return []
    iris = " ".join(f"<{ID}{_folder(name)}/{text}>" for name in classes)
    return _first_class(store, f"VALUES ?thing {{ {iris} }}", classes)


def _by_name(store: Graphs, text: str, classes: Sequence[str]) -> list[Named]:
    spellings = [text, hyphened] if (hyphened := _organisation_number(text)) else [text]
    literals = [
        str(ox.Literal(spelling, language=language) if language else ox.Literal(spelling))
        for spelling in spellings
        for language in ("sv", "en", None)
    ]
    return _first_class(store, f"VALUES ?spelled {{ {' '.join(literals)} }} ?thing {_NAMES} ?spelled .", classes)


def _by_municipality_code(store: Graphs, text: str, classes: Sequence[str]) -> list[Named]:
    """Return the municipality as an authority, where an actor is asked for by the code of its place."""
    if not re.fullmatch(r"\d{4}", text):
        return []
    pattern = f"""?place skos:notation "{text}" . ?thing sam:place ?place ;
      <{PREFIXES["org"]}classification> <{CODES}actor-kind/municipality> ."""
    return _first_class(store, pattern, classes)


def _by_folded(store: Graphs, text: str, classes: Sequence[str], known: Names) -> list[Named]:
    """Return what is named so but for case, and if there is nothing, but for accents."""
    spelled = [
        name for name in known.spelled(text, _families(classes))
        if name.what not in ("stated", "seat") and _is_of(name, classes)
    ]  # fmt: skip
    for fold in (str.casefold, folded):
        iris = {name.iri for name in spelled if fold(name.text) == fold(text)}
        if iris:
            break
    else:
        return []
    return _first_class(store, f"VALUES ?thing {{ {' '.join(f'<{iri}>' for iri in sorted(iris))} }}", classes)


def _first_class(store: Graphs, pattern: str, classes: Sequence[str]) -> list[Named]:
    """Return the things of a pattern in the first of the classes that has any."""
    for kind in classes:
        query = f"{PROLOGUE}SELECT DISTINCT ?thing WHERE {{ {pattern} ?thing a {kind} }} ORDER BY ?thing"
        found = [row["thing"].value for row in solutions(store, query)]
        if found:
            return [Named(iri, name_of(store, iri)) for iri in found]
    return []


def _organisation_number(text: str) -> str | None:
    """Return ten digits as NNNNNN-NNNN, or None; a leading century (16) is passed over."""
    match = re.fullmatch(r"(?:16)?(\d{6})-?(\d{4})", text.replace(" ", ""))
    return f"{match[1]}-{match[2]}" if match else None


def _folder(kind: str) -> str:
    return _FOLDERS.get(kind, kind.removeprefix("sam:").lower())


def _ambiguous(text: str, found: Sequence[Named]) -> AmbiguousNameError:
    listed = "; ".join(f"{thing.name} <{thing.iri}>" for thing in found[:LISTED])
    more = f" (+{len(found) - LISTED})" if len(found) > LISTED else ""
    return AmbiguousNameError(
        f"{text!r} is the name of {len(found)} things: {listed}{more}",
        f"{text!r} är namn på {len(found)} saker: {listed}{more}",
    )


def _unknown(text: str, near: Sequence[str]) -> UnknownNameError:
    text = text if len(text) <= 80 else text[:80] + "…"
    en = f"; did you mean {' or '.join(near)}?" if near else "; search with: kg find TEXT"
    sv = f"; menade du {' eller '.join(near)}?" if near else "; sök med: kg find TEXT"
    return UnknownNameError(f"nothing is named {text!r}{en}", f"inget heter {text!r}{sv}")


_KINDS = {
    "sam:Actor": ("en aktör", "an actor"),
    "sam:Place": ("en plats", "a place"),
    "sam:Initiative": ("en satsning", "an initiative"),
    "sam:SourceDocument": ("ett källdokument", "a source document"),
}
_FOLDERS = {
    "sam:Organisation": "actor", "sam:OrganisationalUnit": "actor", "sam:ActorGroup": "actor",
    "sam:Municipality": "place", "sam:County": "place", "sam:NutsRegion": "place", "sam:Country": "place",
    "sam:SourceDocument": "document",
}  # fmt: skip
