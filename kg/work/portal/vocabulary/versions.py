"""What was published under a version of the ontology stays under it, also when a newer version has come."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from kg.work.portal.file import File
from kg.work.portal.paths import CONTEXT, ONTOLOGY

_VERSION = re.compile(r"\d+(\.\d+)*\.(ttl|jsonld)")


def files(previous: Path | None, written: Collection[str]) -> Iterator[File]:
    """Yield the ontologies and contexts of the publication before that this one has not written itself.

    Args:
        previous: the folder of the publication before.
        written: the paths that this publication has written.
    """
    for folder in (CONTEXT, ONTOLOGY):
        for path in sorted((previous / folder).glob("*")) if previous else ():
            name = f"{folder}/{path.name}"
            if _VERSION.fullmatch(path.name) and name not in written and path.is_file() and not path.is_symlink():
                yield File.of(name, path.read_bytes())
