"""No entry, however broken, ends in a traceback: there is always something to read, in both languages."""

import string
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from entries_help import TODAY, intake_of, save_workbook, tree_of
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kg.disk.carriers.yaml import read_yaml
from kg.disk.nameindex import NameIndex
from kg.disk.workspace import Workspace
from kg.disk.written import Items, Pairs, Place, Text, Written
from kg.errors import KgError
from kg.jobs.add import add
from kg.jobs.incoming import Examined, Intake
from kg.jobs.validate import Report
from kg.jobs.validation_text import as_json, as_text, as_turtle
from kg.work.form import Field, the_form
from kg.work.naming import names_in

CASES = Path(__file__).parent / "entries"
HERE = Place(Path("post.yaml"), line=1)
DEEPEST = 4
relaxed = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def fresh(graph: ox.Store) -> Callable[[], Intake]:
    names = NameIndex.in_memory(names_in(graph))
    return lambda: intake_of(graph, names)


def check(found: list[Examined]) -> None:
    """Check that what is said can be read, in every form of a report."""
    located = tuple(item for examined in found for item in examined.findings)
    for item in located:
        assert item.check
        assert item.finding.severity in ("violation", "warning", "info")
        assert set(item.finding.message) == {"sv", "en"}
        assert all(item.finding.message.values())
        assert "{?" not in "".join(item.finding.message.values())
    report = Report(tuple(examined.draft.slug for examined in found), (), "draft", located)
    for lang in ("sv", "en"):
        as_text(report, lang, Path()).encode()
    as_json(report, Path()).encode()
    ox.Store().load(as_turtle(report).encode(), format=ox.RdfFormat.TURTLE)


# Trees of the form's keys


GOOD = {
    "date": ["2025-09-01", "2024-09", "2018", "2014-06-31", "1 sep 2017", "43000"],
    "amount": ["4 000 000 kr", "3453768", "-5", "ca 3,4 milj", "5.000", "1e9", "4 000 000,00 EUR"],
    "rate": ["40 %", "0,4", "140 %", "40", "1"],
    "target-value": ["250", "40 %", "många", "0.5"],
    "actor": ["Mora kommun", "222000-0653", "222000-0654", "Lärcentrum", "Nya Föreningen", "Mora", "actor:x", "4"],
    "owner": ["Mora kommun", "okänd", "unknown", "22200006", "Hedemora Lärcentrum"],
    "place": ["Luleå", "SE33", "25", "180", "Hedemorra", "Habo", "Norge"],
    "code": ["lokal", "regional", "samarbetspartner", "sponsor", "ESF+", "SEK", "SKR", "syfte", "personer", "D1"],
    "slug": ["tre-m", "Mitt Projekt", "goal-1", "å", "a" * 200, "x--y", "#a b"],
    "identifier": ["24-003-S02", "24/003 S2", "ABC"],
    "document": ["projekt.txt", "https://example.org/x", "http://exa mple", "javascript:x", "../../etc/passwd", "/"],
    "lines": ["12-14", "14-12", "rad 3", "sidan 4", "0"],
    "boolean": ["ja", "nej", "kanske"],
    "target": ["Dalalyft", "School to Work", "School to Wrok", "tre-m"],
    "keys": ["titel", "start", "deltagare", "owner", "hemligt", "kortnamn"],
    "own": ["goal-1", "project", "project:tre-m", "ett mål"],
    "reference": ["goal-1", "goal-9", "project:tre-m"],
    "thing": ["Mora kommun", "place:lulea", "x:y", "Tre-M"],
    "email": ["kontakt@example.org", "kontakt(at)example.org"],
    "phone": ["0920-123 45", "ring oss"],
    "address": ["https://example.org", "example.org", "mailto:x@example.org"],
    "organisation-number": ["222000-0653", "222000-0654", "19121212-1212"],
    "postal-code": ["971 28", "9712"],
}  # fmt: skip
odd = st.sampled_from(
    ["", " ", "-", "saknas", "null", "~", "=1+1", "#REF!", "\u202etext", "a\x00b", "\u200b", "x" * 600, "é" * 30,
     "<script>", "🚲", "%", "{", "'", '"', "\\", "\u0301" * 20, "https://w3id.org/samverkan/id/project/tre-m",
     "project:tre-m", "unknown", "0", "-1", "1" * 40, "NaN", "ﬁ", "İ", "ß", "\u00a0", "\ufeff"]
)  # fmt: skip
notes = st.sampled_from(["", "", "", "number", "date", "percent", "merged", "formula", "damaged", "error", "boolean"])
texts = st.builds(Text, odd | st.text(st.characters(codec="utf-8"), max_size=12), st.just(HERE), notes)


def _text(values: list[str]) -> st.SearchStrategy[Text]:
    return st.builds(Text, st.sampled_from(values), st.just(HERE))


def written(field: Field, depth: int) -> st.SearchStrategy[Written]:
    """Return what somebody might write under a key: mostly what is asked for, sometimes anything else."""
    good = _text(GOOD.get(field.kind, ["Ett namn", "A text", "Unga i arbete."]))
    choices: list[st.SearchStrategy[Written]] = [good, good, texts]
    if field.kind == "texts":
        choices.append(good.map(lambda text: Pairs(((Text("sv", HERE), text), (Text("en", HERE), text)), HERE)))
    if field.kind in ("actor", "owner") and depth < DEEPEST:
        choices.append(form_of("Actor", depth + 1))
    if field.kind == "target" and depth < DEEPEST:
        choices.append(form_of("Project", depth + 2))
    if field.kind == "parts" and depth < DEEPEST:
        part = form_of(field.part, depth + 1)
        choices = [part, st.lists(part | texts, max_size=3).map(lambda items: Items(tuple(items), HERE)), texts]
    choices.append(st.lists(texts, max_size=3).map(lambda items: Items(tuple(items), HERE)))
    choices.append(st.lists(st.tuples(texts, texts), max_size=2).map(lambda pairs: Pairs(tuple(pairs), HERE)))
    return st.one_of(choices)


@cache
def form_of(name: str, depth: int) -> st.SearchStrategy[Written]:
    """Return a strategy of forms of a class: some of its keys, in either language, perhaps one that it lacks."""
    form = the_form()
    if name not in form.classes or depth > DEEPEST:
        return texts
    keys = {field.key: field for field in form.fields(name)}

    @st.composite
    def filled(draw: st.DrawFn) -> Written:
        chosen = draw(st.lists(st.sampled_from(sorted(keys)), max_size=6, unique=True))
        wanted = {"Project": ("title", "owner"), "Participation": ("actor", "role"), "Goal": ("kind", "text")}
        chosen += [key for key in wanted.get(name, ()) if key not in chosen and draw(st.integers(0, 4))]
        pairs: list[tuple[Text, Written]] = []
        for key in chosen:
            spelled = draw(st.sampled_from([key, *keys[key].keys, keys[key].keys[0].upper()]))
            pairs.append((Text(spelled, HERE), draw(written(keys[key], depth))))
        if draw(st.integers(0, 9)) == 0:
            pairs.append((draw(texts), draw(texts)))
        return Pairs(tuple(pairs), HERE)

    return filled()


@relaxed
@given(tree=st.deferred(lambda: form_of("Project", 0)))
def test_no_tree_of_the_forms_keys_ends_in_a_traceback(fresh: Callable[[], Intake], tree: Written) -> None:
    check([fresh().examine(tree)])


@relaxed
@given(tree=st.recursive(texts, lambda inner: st.lists(inner, max_size=3).map(lambda items: Items(tuple(items), HERE))))
def test_no_other_tree_does_either(fresh: Callable[[], Intake], tree: Written) -> None:
    check([fresh().examine(tree)])


# Good entries with something changed in them


def _mutated(draw: st.DrawFn, tree: Written) -> Written:
    """Return a tree with some of its values lost, exchanged, doubled or wrapped."""
    what = draw(st.integers(0, 30))
    if what == 0:
        return draw(texts)
    if what == 1:
        return Items((tree, tree), tree.place)
    if what == 2:
        return Pairs(((draw(texts), tree),), tree.place)
    if isinstance(tree, Pairs):
        pairs = [(key, _mutated(draw, value)) for key, value in tree if draw(st.integers(0, 12))]
        if pairs and draw(st.integers(0, 8)) == 0:
            pairs = [(key, value) for (key, _), (_, value) in zip(pairs, reversed(pairs), strict=True)]
        return Pairs(tuple(pairs), tree.place)
    if isinstance(tree, Items):
        return Items(tuple(_mutated(draw, item) for item in tree), tree.place)
    return tree


@cache
def _good() -> tuple[Written, ...]:
    return tuple(tree for path in sorted(CASES.glob("valid.*.yaml")) for tree in read_yaml(path))


@st.composite
def changed(draw: st.DrawFn) -> Written:
    return _mutated(draw, draw(st.sampled_from(_good())))


@relaxed
@given(tree=changed())
def test_no_good_entry_with_a_change_ends_in_a_traceback(fresh: Callable[[], Intake], tree: Written) -> None:
    check([fresh().examine(tree)])


# Files of any content


def _seeds() -> Iterator[tuple[str, bytes]]:
    for path in sorted(CASES.iterdir()):
        if path.suffix in (".yaml", ".json", ".csv", ".ttl", ".jsonld"):
            yield path.suffix, path.read_bytes()


@cache
def _books(folder: Path) -> list[bytes]:
    made = []
    for path in sorted(CASES.glob("*.book")):
        save_workbook(path.read_text(encoding="utf-8"), folder / "seed.xlsx")
        made.append((folder / "seed.xlsx").read_bytes())
    return made


SUFFIXES = (".yaml", ".yml", ".json", ".jsonld", ".csv", ".tsv", ".ttl", ".xlsx")


@st.composite
def damaged(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """Return the bytes of a good file, some of them lost, changed or doubled."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.integers(0, 3)):
            case 0:
                del data[at : at + draw(st.integers(1, 40))]
            case 1:
                data[at:at] = draw(st.binary(min_size=1, max_size=6))
            case 2:
                data[at:at] = draw(
                    st.sampled_from([b"\n", b"  ", b"- ", b": ", b'"', b"{", b"]", b"&a", b"!!x ", b"|"])
                )
            case _:
                data[at:at] = data[at : at + 60]
    return bytes(data)


def _read(intake: Intake, path: Path) -> None:
    try:
        found = list(intake.examine_file(path))
    except KgError as error:
        assert error.text("sv")
        assert error.text("en")
    else:
        check(found)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(relaxed, max_examples=25)
@given(
    data=st.binary(max_size=200)
    | st.text(alphabet=string.printable + "åäöÅÄÖ\u202e\ufeff", max_size=200).map(str.encode)
)
def test_no_file_of_any_content_ends_in_a_traceback(
    fresh: Callable[[], Intake], tmp_path: Path, suffix: str, data: bytes
) -> None:
    path = tmp_path / f"post{suffix}"
    path.write_bytes(data)
    _read(fresh(), path)


@pytest.mark.parametrize("suffix", [".yaml", ".json", ".csv", ".ttl", ".jsonld", ".xlsx"])
@settings(relaxed, max_examples=25)
@given(data=st.data())
def test_no_damaged_file_ends_in_a_traceback(
    fresh: Callable[[], Intake], tmp_path: Path, suffix: str, data: st.DataObject
) -> None:
    seeds = _books(tmp_path) if suffix == ".xlsx" else [seed for kind, seed in _seeds() if kind == suffix]
    path = tmp_path / f"post{suffix}"
    path.write_bytes(data.draw(damaged(seeds)))
    _read(fresh(), path)


@settings(relaxed, max_examples=25)
@given(data=st.data())
def test_nothing_is_ever_written_on_trial(fresh: Callable[[], Intake], tmp_path: Path, data: st.DataObject) -> None:
    seeds = [seed for kind, seed in _seeds() if kind == ".yaml"]
    path, root = tmp_path / "post.yaml", tmp_path / "own"
    (root / "data" / "entries").mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.draw(st.sampled_from(seeds) | damaged(seeds)))
    try:
        report = add(Workspace(root, root / ".kg"), fresh(), [path], dry_run=True)
    except KgError:
        pass
    else:
        assert not report.written
    assert tree_of(root) == {}
    assert TODAY
