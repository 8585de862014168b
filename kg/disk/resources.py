"""Where the files that come with the package are: the ontology, the shapes, the questions, the mappings."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(name: str) -> Path:
    """Return the folder `ontology`, `shapes`, `queries` or `mappings`: inside an installed package, else beside it."""
    installed = _PACKAGE / "resources" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def turtle_files(folder: Path) -> list[Path]:
    """Return the Turtle files directly in a folder, by name."""
    return sorted(folder.glob("*.ttl"))
