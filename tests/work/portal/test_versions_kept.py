from pathlib import Path

from kg.work.portal.vocabulary.versions import files


def publication(folder: Path) -> Path:
    for path in ("ns/0.1.0.ttl", "ns/0.2.0.ttl", "context/0.1.0.jsonld", "context/notes.jsonld", "ns/..ttl", "ns.ttl"):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(path)
    (folder / "ns" / "0.3.0.ttl").symlink_to("/etc/passwd")
    (folder / "ns" / "0.4.0.ttl").mkdir()
    return folder


def test_older_versions_are_kept_and_nothing_else(tmp_path: Path) -> None:
    kept = {file.path: b"".join(file.pieces) for file in files(publication(tmp_path), {"ns/0.2.0.ttl"})}
    assert kept == {"context/0.1.0.jsonld": b"context/0.1.0.jsonld", "ns/0.1.0.ttl": b"ns/0.1.0.ttl"}


def test_the_first_publication_keeps_nothing(tmp_path: Path) -> None:
    assert list(files(None, set())) == list(files(tmp_path, set())) == []
