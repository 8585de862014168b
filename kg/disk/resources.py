"""Where the files that come with the package are: the ontology, the shapes, the questions, the mappings."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(name: str) -> Path:
    """Return the folder `ontology`, `shapes`, `queries` or `mappings`: inside an installed package, else beside it."""
    installed = _PACKAGE / "resources" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def turtle_files(folder: Path) -> list[Path]:
    """Return the Turtle files directly in a folder, by name."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 -- names sort ten times as fast as paths, and there may be a million
    except OSError:
        return []
    return [folder / name for name in sorted(names) if name.endswith(".ttl")]
