"""Property paths as tables of pairs: columns `s` and `o`, and `t` where objects have a language or datatype."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.disk.columns import Property, Sort
from kg.work.relational.syntax import Alternative, Path, Repeated, Sequence, Step, UntranslatableError

_NONE = "(SELECT NULL::UBIGINT AS s, NULL::UBIGINT AS o WHERE FALSE)"


@dataclass(frozen=True)
class Edges:
    """A table or a query in brackets, what its objects are, and whether they have tags."""

    sql: str
    sort: Sort
    tagged: bool = False


def edges(path: Path, properties: Mapping[str, Property], end: str = "") -> Edges:
    """Return the pairs that a path leads between.

    Args:
        path: the path.
        properties: what there are columns of.
        end: the number of the IRI that the path is to end at, if it is known.

    Raises:
        UntranslatableError: if it leads over literals, or a property has both literals and IRIs.
    """
    match path:
        case Step(iri):
            if iri not in properties:
                raise UntranslatableError(f"no columns of {iri}")
            return _step(properties[iri])
        case Alternative(parts):
            return _alternative([edges(part, properties) for part in parts])
        case Sequence(parts):
            return _sequence([edges(part, properties) for part in parts])
        case Repeated(inner, many):
            return _repeated(edges(inner, properties), end, many=many)


def _step(found: Property) -> Edges:
    return Edges(found.table or _NONE, found.sort, found.tagged)


def _alternative(parts: list[Edges]) -> Edges:
    known = [part for part in parts if part.sort is not Sort.NOTHING]
    if len({(part.sort, part.tagged) for part in known}) > 1:
        raise UntranslatableError("several sorts of objects")
    if not known:
        return Edges(_NONE, Sort.NOTHING)
    listed = "s, o, t" if known[0].tagged else "s, o"
    together = " UNION ALL ".join(f"SELECT {listed} FROM {part.sql}" for part in known)  # noqa: S608
    return Edges(f"({together})", known[0].sort, known[0].tagged)


def _sequence(parts: list[Edges]) -> Edges:
    if any(part.sort is Sort.NOTHING for part in parts):
        return Edges(_NONE, Sort.NOTHING)
    if any(part.sort is not Sort.IRI for part in parts):
        raise UntranslatableError("a path over literals")
    joined = f"{parts[0].sql} AS p0"
    for number, part in enumerate(parts[1:], 1):
        joined += f" JOIN {part.sql} AS p{number} ON p{number}.s = p{number - 1}.o"
    return Edges(f"(SELECT p0.s AS s, p{len(parts) - 1}.o AS o FROM {joined})", Sort.IRI)  # noqa: S608


def _repeated(inner: Edges, end: str, *, many: bool) -> Edges:
    """Return the pairs of a path that may be gone not at all: a thing and itself are one, and each is there once."""
    own = f"SELECT {end} AS s, {end} AS o" if end else "SELECT id AS s, id AS o FROM iri"
    if inner.sort is Sort.NOTHING:
        return Edges(f"({own})", Sort.IRI)
    if inner.sort is not Sort.IRI:
        raise UntranslatableError("a path over literals")
    ending = f" WHERE o = {end}" if end else ""
    found = f"SELECT s, o FROM {inner.sql}{ending}"  # noqa: S608
    if many:
        found = f"""WITH RECURSIVE r(s, o) AS (
          {found} UNION SELECT e.s, r.o FROM {inner.sql} AS e JOIN r ON e.o = r.s) SELECT s, o FROM r"""  # noqa: S608
    return Edges(f"({own} UNION ALL SELECT DISTINCT s, o FROM ({found}) WHERE s <> o)", Sort.IRI)  # noqa: S608
