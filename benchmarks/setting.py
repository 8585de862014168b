"""What a run of the benchmarks works with: sizes, rounds, and workspaces that are made once and kept."""

import hashlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from generate import PLACES
from made_up import REGISTERS

from kg.disk.store import read_version

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
KG = Path(sys.executable).with_name("kg")
GENERATOR = ("generate.py", "made_up.py", "made_up_entry.py", "made_up_text.py", "made_up_words.py")


@dataclass(frozen=True)
class Setting:
    """What is measured, how often, and where made-up workspaces are kept.

    Args:
        sizes: how many projects, one size after another.
        rounds: how often a thing that takes seconds is measured.
        folder: where workspaces are kept; made anew when what makes them changes.
        quick: whether all is to take some minutes only: what cannot is left out, and said to be.
        samples: a folder with real lists, if they are to be measured too.
    """

    sizes: tuple[int, ...] = (1_000, 10_000, 100_000)
    rounds: int = 5
    folder: Path = ROOT / "build" / "bench"
    quick: bool = False
    samples: Path | None = None

    def rounds_at(self, size: int) -> int:
        """Return how often something that takes as long as a build is measured at a size: fewer times when large."""
        return self.rounds if size <= 10_000 else min(self.rounds, 3) if size <= 100_000 else 1

    def workspace(self, size: int) -> Path:
        """Return a made-up workspace of so many projects, made if it is not there."""
        root = self.folder / f"{size}-{version()}"
        if not (root / "mistakes.csv").is_file():
            self._tidy(size)
            tell(f"{size:,} projects are made in {root}")
            part = root.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            subprocess.run([sys.executable, str(HERE / "generate.py"), "--projects", str(size), "-o", str(part)],
                           check=True, stdout=subprocess.DEVNULL)  # fmt: skip
            part.rename(root)
        return root

    def built(self, size: int) -> Path:
        """Return a made-up workspace that is built: its store lies in `.kg`; built anew when the code changes."""
        root = self.workspace(size)
        mark = root / "built.txt"
        if not mark.is_file() or mark.read_text() != code_version():
            tell(f"{size:,} projects are built in {root}")
            subprocess.run([str(KG), "--root", str(root), "build"], check=True, capture_output=True)
            (root / "final.nq").unlink(missing_ok=True)
            mark.write_text(code_version())
        return root

    def store(self, size: int) -> Path:
        """Return the folder of the Oxigraph database that is built of so many projects."""
        place = self.built(size) / ".kg"
        return place / "versions" / read_version(place).name

    def final(self, size: int) -> Path:
        """Return a file of N-Quads with all that the built store holds."""
        place = self.store(size)
        path = self.built(size) / "final.nq"
        if not path.is_file():
            tell(f"the statements of {size:,} projects are written to {path}")
            part = path.with_suffix(".part")
            ox.Store.read_only(str(place)).dump(str(part), format=ox.RdfFormat.N_QUADS)
            part.rename(path)
        return path

    def scratch(self) -> Path:
        """Return a folder for what is made and removed again, on the same disk as the workspaces."""
        place = self.folder / "scratch"
        place.mkdir(parents=True, exist_ok=True)
        return place

    def _tidy(self, size: int) -> None:
        """Remove what an earlier generator made."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.glob(f"{size}-*"):
            shutil.rmtree(old)


@cache
def version() -> str:
    """Return what tells one generator's workspaces from another's."""
    return _fingerprint([*(HERE / name for name in GENERATOR), *(REGISTERS / f"{name}.ttl" for name in PLACES)])


@cache
def code_version() -> str:
    """Return what tells the stores of one state of the code from another's."""
    return _fingerprint([*sorted((ROOT / "kg").rglob("*.py")), *sorted((ROOT / "ontology").rglob("*.*"))])


def _fingerprint(paths: Iterable[Path]) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()[:10]


def tell(words: str) -> None:
    """Say on stderr what goes on."""
    print(time.strftime("%H:%M:%S"), words, file=sys.stderr, flush=True)
