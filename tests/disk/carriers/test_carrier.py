import os
from pathlib import Path

import pytest

from kg.disk.carriers import carrier_of
from kg.errors import InputError


@pytest.mark.parametrize(
    ("name", "carrier"),
    [
        ("a.yaml", "yaml"),
        ("a.yml", "yaml"),
        ("a.json", "json"),
        ("a.jsonld", "jsonld"),
        ("a.xlsx", "workbook"),
        ("a.csv", "csv"),
        ("a.tsv", "csv"),
        ("a.ttl", "turtle"),
        ("Bok.XLSX", "workbook"),
        ("ett.projekt.Yaml", "yaml"),
    ],
)
def test_a_carrier_is_told_by_its_name(name: str, carrier: str) -> None:
    assert carrier_of(Path("nowhere") / name) == carrier


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.xls", "save it as an Excel workbook (.xlsx)"),
        ("a.XLSM", "save it as an Excel workbook (.xlsx)"),
        ("a.ods", "save it as an Excel workbook (.xlsx)"),
        ("a.rdf", "RDF/XML is not taken; convert it to Turtle"),
        ("a.xml", "RDF/XML is not taken"),
        ("a.owl", "RDF/XML is not taken"),
        ("a.docx", "fill in a workbook (.xlsx) or YAML"),
        ("a.pdf", "fill in a workbook (.xlsx) or YAML"),
        ("a.txt", "name it .csv if it is a list"),
        ("a.zip", "hand over a workbook (.xlsx), a list (.csv)"),
        ("a", "hand over a workbook (.xlsx), a list (.csv)"),
        (".yaml", "hand over a workbook (.xlsx), a list (.csv)"),
    ],
)
def test_another_kind_of_file_is_refused_with_what_to_do(name: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        carrier_of(Path(name))
    assert caught.value.en.startswith(f"{name}: ")
    assert said in caught.value.en
    assert caught.value.sv.startswith(f"{name}: ")
    assert caught.value.sv != caught.value.en


@pytest.mark.parametrize(
    ("name", "begins", "said"),
    [
        ("a.csv", b"PK\x03\x04...", "called .csv, but it is a workbook or another zip file"),
        ("a.yaml", b"\xd0\xcf\x11\xe0", "an old or password-protected Office file"),
        ("a.xlsx", b"%PDF-1.7", "a PDF document"),
        ("a.csv", b"\x1f\x8b\x08", "a packed file (gzip)"),
        ("a.yaml", b"{\\rtf1", "an RTF document"),
        ("a.json", b"\n <!DOCTYPE html>", "a web page (HTML)"),
        ("a.xlsx", b"<html >", "a web page (HTML)"),
        ("a.ttl", b'\xef\xbb\xbf<?xml version="1.0"?>', "XML"),
        ("a.yaml", b'<rdf:RDF xmlns="">', "XML"),
        ("a.yaml", b"# om\n\n@prefix a: <b> .", "Turtle"),
    ],
)
def test_a_file_that_is_something_else_than_its_name_is_refused(
    tmp_path: Path, name: str, begins: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(begins)
    with pytest.raises(InputError) as caught:
        carrier_of(path)
    assert said in caught.value.en
    assert caught.value.sv.startswith(f"{path}: heter {path.suffix}, men är ")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.yaml", b"{titel: x}"),
        ("a.yaml", b"# @prefix\ntitel: x"),
        ("a.csv", b'"<html>";b'),
        ("a.ttl", b"<http://a/b> a <http://c> ."),
        ("a.ttl", b"# om\n@prefix a: <b> ."),
        ("a.xlsx", b"PK\x03\x04"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0"),
        ("a.json", b""),
    ],
)
def test_a_file_that_may_be_what_its_name_says_is_taken(tmp_path: Path, name: str, begins: bytes) -> None:
    (tmp_path / name).write_bytes(begins)
    carrier_of(tmp_path / name)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    assert carrier_of(tmp_path / "a.yaml") == "yaml"
