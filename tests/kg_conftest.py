"""A plugin: the store of the repository's data, built once on disk in a folder of its own, and the command `kg`."""

import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from kg_help import Run, triples

from kg.cli.main import main
from kg.disk.store import open_store, write_version
from kg.disk.version import InputFile
from kg.disk.workspace import Workspace
from kg.jobs.build import build

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A copy of the repository's data with a store built of it; to be read only."""
    root = tmp_path_factory.mktemp("built")
    shutil.copytree(ROOT / "data", root / "data")
    workspace = Workspace(root, root / ".kg")
    build(workspace)
    return workspace


@pytest.fixture(scope="session")
def built_store(built: Workspace) -> ox.Store:
    """The store of the built workspace, open for reading."""
    return open_store(built.store)


TINY = """
project:a a sam:Project ; dcterms:title "Alfa"@sv ; sam:start "2019-05"^^xsd:gYearMonth ; sam:amount 100000 ;
  sam:strategicImportance true ; sam:rate 1.0e5 ; sam:refersTo <http://e/> .
project:b a sam:Project ; dcterms:title "=1+1"@sv ; sam:refersTo project:a .
"""


@pytest.fixture(scope="session")
def tiny(built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two projects, in a folder of its own, that is as new as the built one."""
    folder = tmp_path_factory.mktemp("tiny") / ".kg"
    graph = ox.NamedNode("https://w3id.org/samverkan/graph/entry/a")

    def fill(store: ox.Store) -> int:
        store.bulk_extend(ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples(TINY))
        return 0

    write_version(folder, [InputFile.of(path) for path in built.inputs()], fill)
    return folder


@pytest.fixture
def new_workspace(tmp_path: Path) -> Callable[[Mapping[str, str]], Workspace]:
    """Make a workspace of own files: a mapping of paths below data/ to Turtle texts."""

    def make(files: Mapping[str, str]) -> Workspace:
        root = tmp_path / "own"
        for folder in ("entries", "registers", "contacts"):
            (root / "data" / folder).mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (root / "data" / name).write_text(text, encoding="utf-8")
        return Workspace(root, root / ".kg")

    return make


@pytest.fixture
def own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Free a test from the settings of whoever runs it; words are in English."""
    monkeypatch.delenv("KG_ROOT", raising=False)
    monkeypatch.setenv("KG_LANG", "en")


@pytest.fixture
def kg(own_words: None, built: Workspace, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run the command on the built store, or, if a root is named, on that workspace.

    A call gives the exit code, standard output and standard error.
    """
    _ = own_words
    interrupt = signal.getsignal(signal.SIGINT)

    def run(*arguments: str, root: Path | None = None, store: Path | None = None) -> subprocess.CompletedProcess[str]:
        capsys.readouterr()
        place = [f"--root={root or built.root}", *([f"--store={store}"] if store else [])]
        code = main([*place, *arguments])
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(list(arguments), code, out, err)

    yield run
    signal.signal(signal.SIGINT, interrupt)
