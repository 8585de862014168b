"""Where mapping files are: those of the package and of the workspace."""

from pathlib import Path

from kg.disk.carriers.yaml import read_yaml
from kg.disk.resources import resource
from kg.disk.workspace import Workspace
from kg.errors import InputError, UnknownNameError
from kg.work.form import the_form
from kg.work.mappings.model import ListMapping
from kg.work.mappings.reading import mapping_files, read_mapping
from kg.work.near import nearest


def find_mapping(workspace: Workspace, name: str) -> Path:
    """Return the mapping file of a path, or of the name of one in the workspace or the package.

    Raises:
        UnknownNameError: if there is none; the message says what is near.
    """
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        return path
    known = {path.stem: path for path in all_mappings(workspace)}
    if name in known:
        return known[name]
    near = nearest(name, list(known))
    listed = ", ".join(sorted(known))
    raise UnknownNameError(
        f"no mapping {name!r}{f'; did you mean {near[0]}?' if near else ''}; there are: {listed}, or give a file",
        f"ingen mappning {name!r}{f'; menade du {near[0]}?' if near else ''}; det finns: {listed}, eller ange en fil",
    )


def all_mappings(workspace: Workspace) -> list[Path]:
    """Return the mapping files of the package and of the workspace, whose own go before."""
    folders = (resource("mappings"), workspace.root / "mappings")
    return sorted({path.stem: path for folder in folders for path in mapping_files(folder)}.values(),
                  key=lambda path: path.stem)  # fmt: skip


def load_mapping(path: Path) -> ListMapping:
    """Return the mapping that a file holds.

    Raises:
        ParseError: if it cannot be read, or is no mapping.
    """
    documents = read_yaml(path)
    if len(documents) != 1:
        raise InputError(f"{path}: a mapping file holds one mapping", f"{path}: en mappningsfil innehåller en mappning")
    return read_mapping(documents[0], the_form())
