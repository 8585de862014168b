"""The list of checksums, and the sizes and checksums that the description tells, held against the files."""

import hashlib
from collections.abc import Iterator

from kg.disk.checksums import NAME, read_checksums
from kg.errors import KgError
from kg.work.portal.catalogue.authorities import SHA256
from kg.work.portal.check.catalogue import Catalogue
from kg.work.portal.check.folder import Folder
from kg.work.portal.check.problem import Problem


def checksum_problems(folder: Folder, catalogue: Catalogue, base: str) -> Iterator[Problem]:
    """Yield the files that are not what is told of them."""
    yield from _listed(folder)
    yield from _described(folder, catalogue, base)


def sha256_of(folder: Folder, file: str) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with folder.path(file).open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _listed(folder: Folder) -> Iterator[Problem]:
    if NAME not in folder.files:
        yield Problem(
            "violation",
            "checksums-missing",
            NAME,
            "",
            f"Listan över kontrollsummor ({NAME}) saknas; skriv publiceringen på nytt.",
            f"The list of checksums ({NAME}) is missing; write the publication anew.",
        )
        return
    listed = set()
    try:
        for file, sha256 in read_checksums(folder.path(NAME)):
            listed.add(file)
            yield from _compared(folder, file, sha256)
    except KgError as error:
        yield Problem("violation", "checksums-unreadable", NAME, "", f"{error.sv}.", f"{error.en}.")
        return
    yield from _unlisted(folder, listed)


def _compared(folder: Folder, file: str, sha256: str) -> Iterator[Problem]:
    """Yield what is wrong with a file that the list names."""
    if file not in folder.files:
        yield Problem(
            "violation",
            "checksum-file",
            file,
            "",
            f"Filen står i {NAME} men finns inte.",
            f"The file is in {NAME}, but not there.",
        )
    elif sha256_of(folder, file) != sha256:
        yield Problem(
            "violation",
            "checksum-wrong",
            file,
            "",
            f"Filen är inte den som {NAME} talar om; skriv publiceringen på nytt.",
            f"The file is not the one {NAME} tells of; write the publication anew.",
        )


def _unlisted(folder: Folder, listed: set[str]) -> Iterator[Problem]:
    """Yield what the list does not name: the catalogue must stand there, the files of others need not."""
    if folder.catalogue not in listed:
        yield Problem(
            "violation",
            "checksums-short",
            NAME,
            folder.catalogue,
            f"Listan över kontrollsummor ({NAME}) saknar katalogen: den är inte hel. Skriv publiceringen på nytt.",
            f"The list of checksums ({NAME}) lacks the catalogue: it is not whole. Write the publication anew.",
        )
    for file in sorted(folder.files - listed - {NAME}):
        yield Problem(
            "info",
            "checksum-unlisted",
            file,
            "",
            f"Filen står inte i {NAME}: den hör inte till publiceringen.",
            f"The file is not in {NAME}: it is no part of the publication.",
        )


def _described(folder: Folder, catalogue: Catalogue, base: str) -> Iterator[Problem]:
    for node in catalogue.distributions:
        for address in catalogue.texts(node, "dcat:downloadURL"):
            file = folder.file_at(address, base)
            if file is None or file not in folder.files:
                continue  # told by the check of the links
            size = folder.path(file).stat().st_size
            for told in catalogue.texts(node, "dcat:byteSize"):
                if told != str(size):
                    yield Problem(
                        "violation",
                        "size-wrong",
                        file,
                        f"{told} ≠ {size}",
                        "Storleken i katalogen (dcat:byteSize) är inte filens.",
                        "The size in the catalogue (dcat:byteSize) is not the file's.",
                    )
            for sha256 in _told(catalogue, node):
                if sha256.lower() != sha256_of(folder, file):
                    yield Problem(
                        "violation",
                        "checksum-wrong",
                        file,
                        "",
                        "Kontrollsumman i katalogen (spdx:checksum) är inte filens.",
                        "The checksum in the catalogue (spdx:checksum) is not the file's.",
                    )


def _told(catalogue: Catalogue, node: object) -> Iterator[str]:
    for checksum in catalogue.values(node, "spdx:checksum"):  # type: ignore[arg-type]
        if SHA256 in catalogue.texts(checksum, "spdx:algorithm"):
            yield from catalogue.texts(checksum, "spdx:checksumValue")
