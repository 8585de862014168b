"""Messages with gaps: `{?name}` and `{$this}` are filled with what the variables of a constraint stood for
(https://www.w3.org/TR/shacl/#sparql-constraints-messages), each language in its own way.
"""

import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kg.terms import PREFIXES, XSD, compact
from kg.work.shacl.index import Index, Term
from kg.work.shacl.model import Texts

LONGEST = 120  # characters of a value that are shown

_GAP = re.compile(r"\{[?$](\w+)\}")
_NUMBER = re.compile(r"(-?)\+?([0-9]{1,40})(?:\.([0-9]+))?")
_NUMBERS = {XSD + name for name in ("integer", "decimal")}
_NAMES = tuple(ox.NamedNode(PREFIXES[prefix] + name) for prefix, name in (("skos", "prefLabel"), ("dcterms", "title")))
_WORDS = {("sv", "true"): "ja", ("sv", "false"): "nej", ("en", "true"): "yes", ("en", "false"): "no"}
_EMPTY_PAIRS = re.compile(r'\(\s*\)|""|”“|“”|»«|\'\'')
_SPACE_BEFORE = re.compile(r"\s+(?=[.,;:!?)”]|$)")


def gaps(texts: Texts) -> set[str]:
    """Return the names of the variables that messages have gaps for."""
    return {name for text in texts.values() for name in _GAP.findall(text)}


def fill(texts: Texts, found: Mapping[str, Term], index: Index) -> dict[str, str]:
    """Return messages with their gaps filled.

    Args:
        texts: the messages by language.
        found: what the variables stood for. In Swedish `?nameSv` goes before `?name`, in English `?nameEn`.
        index: where the names of things are.
    """
    return {language: _filled(text, language, found, index) for language, text in texts.items()}


def _filled(text: str, language: str, found: Mapping[str, Term], index: Index) -> str:
    if "{" not in text:
        return text
    missing = False

    def shown(gap: re.Match[str]) -> str:
        nonlocal missing
        term = found.get(gap[1] + language.capitalize(), found.get(gap[1]))
        missing = missing or term is None
        return "" if term is None else show(term, language, index)

    filled = _GAP.sub(shown, text)
    return _closed_up(filled) if missing else filled


def show(term: Term, language: str, index: Index) -> str:
    """Return a value as a reader of a language writes it: the name of a thing, a number in groups."""
    if isinstance(term, ox.BlankNode):
        return ""
    if isinstance(term, ox.NamedNode):
        return _short(_name(term, language, index))
    if term.datatype.value in _NUMBERS:
        return _number(term.value, language)
    if term.datatype.value == XSD + "boolean":
        return _WORDS.get((language, term.value), term.value)
    return _short(term.value)


def _name(node: ox.NamedNode, language: str, index: Index) -> str:
    names = [name for property_ in _NAMES for name in _literals(index.objects(node, property_))]
    for wanted in dict.fromkeys((language, "sv", "en", "")):
        if fitting := sorted(name.value for name in names if (name.language or "") == wanted):
            return fitting[0]
    return compact(node.value)


def _literals(terms: Iterable[Term]) -> list[ox.Literal]:
    return [term for term in terms if isinstance(term, ox.Literal)]


def _number(text: str, language: str) -> str:
    """Return a number in groups of three: with hard spaces and a comma in Swedish, where four digits stay together."""
    match = _NUMBER.fullmatch(text)
    if not match:
        return _short(text)
    sign, whole, part = match.groups()
    between, point = ("\N{NO-BREAK SPACE}", ",") if language == "sv" else (",", ".")
    if len(whole) > 4 or language != "sv":
        whole = f"{int(whole):,}".replace(",", between)
    return f"{sign}{whole}" + (f"{point}{part}" if part else "")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + "…"


def _closed_up(text: str) -> str:
    """Return a message from which a word was left out, without the marks and spaces that stood around it."""
    return re.sub(r"\s{2,}", " ", _SPACE_BEFORE.sub("", re.sub(r" {2,}", " ", _EMPTY_PAIRS.sub("", text)))).strip()
