"""Editions: which publication this is, told by the publication before it. Its state lies in publication.json.

{"format": 1, "address": …,
 "editions": [{"number": 1, "day": …, "sha256": …, "statements": …, "added": …, "removed": …}, …],
 "withdrawn": [{"iri": …, "title": {"sv": …}, "edition": 2, "day": …, "replacedBy": […]}, …]}
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import InputError
from kg.terms import ENTRY_GRAPHS, PREFIXES, XSD
from kg.work.portal.file import File
from kg.work.portal.paths import DATASET
from kg.work.portal.site import Edition

STATE = "publication.json"
STATEMENTS = f"{DATASET}.nt"
FORMAT = 1

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LANGUAGE = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TELLS_DAY = tuple(ox.NamedNode(PREFIXES["dcterms"] + name) for name in ("modified", "issued"))


@dataclass(frozen=True)
class Issue:
    """An edition as it was published.

    Its number, its day (YYYY-MM-DD), the SHA-256 of the dataset's N-Triples, how many statements these are, and how
    many were added and removed since the edition before.
    """

    number: int
    day: str
    sha256: str
    statements: int
    added: int = 0
    removed: int = 0


@dataclass(frozen=True)
class Withdrawn:
    """A name that was published once and that the data no longer describe.

    The thing's last known title by language, the edition and the day in which it was withdrawn, and the IRIs of what
    replaces it: the ends of the chains that the data state.
    """

    iri: str
    title: Mapping[str, str]
    edition: int
    day: str
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Publication:
    """A publication as it lies in a folder: its editions, the first first, the names withdrawn, its address."""

    folder: Path
    editions: tuple[Issue, ...]
    withdrawn: tuple[Withdrawn, ...] = ()
    address: str = ""

    @property
    def statements(self) -> Path:
        """The dataset as N-Triples, sorted."""
        return self.folder / STATEMENTS


def read_publication(folder: Path) -> Publication:
    """Return what a folder says of its publication.

    Raises:
        InputError: if there is none, its state is damaged, or its dataset is not the one the state tells of.
    """
    path = folder / STATE
    try:
        found = _publication(folder, json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise InputError(f"{folder}: no publication here", f"{folder}: ingen publikation här") from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        reason = error.strerror or str(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
        raise _damaged(path, reason, reason) from None
    try:
        with found.statements.open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == found.editions[-1].sha256
    except OSError as error:
        raise _damaged(found.statements, error.strerror or str(error), error.strerror or str(error)) from None
    if not same:
        raise _damaged(
            found.statements,
            f"its bytes are not those that {STATE} tells of",
            f"innehållet är inte det som {STATE} talar om",
        )
    return found


def next_edition(store: ox.Store, previous: Publication | None, sha256: str, day: str = "") -> Edition:
    """Return which edition is to be published: that of the previous publication if the data are the same.

    Args:
        store: the public graph.
        previous: the publication before, if there is one.
        sha256: of the dataset's N-Triples, as it is to be published.
        day: the day of a new edition, YYYY-MM-DD; else the newest day that the entries tell of themselves. An edition
            is never of an earlier day than the one before.

    Raises:
        InputError: if the day is none or too early, or is missing where the data tell none.
    """
    last = previous.editions[-1] if previous else None
    check_day(day)
    if previous and last and last.sha256 == sha256:
        return Edition(last.number, previous.editions[0].day, last.day)
    if last and day and day < last.day:
        raise InputError(
            f"{day}: the edition before is of {last.day}; a new one cannot be of an earlier day",
            f"{day}: utgåvan före är från {last.day}; en ny kan inte vara från en tidigare dag",
        )
    found = max(day or newest_day(store), last.day if last else "")
    if not found:
        raise InputError(
            "no entry tells when it was made (dcterms:modified); name the day of the edition with --date",
            "ingen post säger när den gjordes (dcterms:modified); ange utgåvans dag med --date",
        )
    if previous and last:
        return Edition(last.number + 1, previous.editions[0].day, found)
    return Edition(1, found, found)


def check_day(day: str) -> None:
    """Refuse what is no day; nothing at all is let through.

    Raises:
        InputError: with the day.
    """
    if day and not _is_day(day):
        raise InputError(f"{day}: not a day, such as 2024-05-31", f"{day}: inget datum, som 2024-05-31")


def newest_day(store: ox.Store) -> str:
    """Return the newest day on which an entry says that it was made or changed; empty if none says."""
    return max(
        (
            quad.object.value
            for predicate in _TELLS_DAY
            for quad in store.quads_for_pattern(None, predicate, None, None)
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(ENTRY_GRAPHS)
            if isinstance(quad.object, ox.Literal) and quad.object.datatype.value == XSD + "date"
            if _is_day(quad.object.value)
        ),
        default="",
    )


def state_file(editions: tuple[Issue, ...], withdrawn: tuple[Withdrawn, ...], address: str) -> File:
    """Return the state for the next publication to go by."""
    state = {
        "format": FORMAT,
        "address": address,
        "editions": [asdict(issue) for issue in editions],
        "withdrawn": [
            {"iri": one.iri, "title": dict(sorted(one.title.items())), "edition": one.edition, "day": one.day,
             "replacedBy": list(one.replaced_by)}
            for one in withdrawn
        ],
    }  # fmt: skip
    return File.of(STATE, json.dumps(state, ensure_ascii=False, indent=1) + "\n")


def _publication(folder: Path, state: Any) -> Publication:
    """Return a publication from its state.

    Raises:
        ValueError, KeyError, TypeError: if the state is not as it is written.
    """
    if state["format"] != FORMAT:
        raise ValueError(f"format {state['format']!r}")
    editions = tuple(Issue(**item) for item in state["editions"])
    for number, issue in enumerate(editions, 1):
        counts = (issue.number, issue.statements, issue.added, issue.removed)
        if not all(type(count) is int and count >= 0 for count in counts) or issue.number != number:
            raise ValueError(f"edition {number}")
        if not _is_day(issue.day) or not _SHA256.fullmatch(issue.sha256):
            raise ValueError(f"edition {number}")
    if not editions or [issue.day for issue in editions] != sorted(issue.day for issue in editions):
        raise ValueError("editions")
    if type(state["address"]) is not str:
        raise ValueError("address")
    withdrawn = tuple(_withdrawn(item, len(editions)) for item in state["withdrawn"])
    return Publication(folder, editions, withdrawn, state["address"])


def _withdrawn(item: Any, last: int) -> Withdrawn:
    """Return a name that was withdrawn in an edition up to the last one."""
    found = Withdrawn(item["iri"], dict(item["title"]), item["edition"], item["day"], tuple(item["replacedBy"]))
    words = (found.iri, *found.title, *found.title.values(), *found.replaced_by)
    if not all(type(word) is str for word in words) or type(found.edition) is not int or not _is_day(found.day):
        raise ValueError(f"withdrawn {found.iri}")
    if not 1 <= found.edition <= last or not all(not lang or _LANGUAGE.fullmatch(lang) for lang in found.title):
        raise ValueError(f"withdrawn {found.iri}")
    return found


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _damaged(path: Path, en: str, sv: str) -> InputError:
    return InputError(
        f"{path}: damaged ({en}); fetch the publication again from where it was put, or publish into a new folder, "
        f"which begins again with edition 1",
        f"{path}: skadad ({sv}); hämta publikationen igen därifrån den lagts ut, eller publicera i en ny mapp, som "
        f"börjar om med utgåva 1",
    )
