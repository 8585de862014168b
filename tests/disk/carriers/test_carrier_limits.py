"""Files made to harm whoever reads them: each in a process of its own, which is to end soon and stay small."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

MAX_MEGABYTES = 500
READ = """
import sys
from pathlib import Path
from kg.disk.carriers import carrier_of
from kg.disk.carriers.csv import open_csv
from kg.disk.carriers.json import read_json
from kg.disk.carriers.jsonld import read_jsonld
from kg.disk.carriers.workbook import read_workbook
from kg.disk.carriers.yaml import read_yaml
from kg.errors import KgError

path = Path(sys.argv[1])
readers = {
    "yaml": read_yaml,
    "json": read_json,
    "jsonld": lambda path: read_jsonld(path, {}),
    "workbook": read_workbook,
    "csv": lambda path: list(open_csv(path)),
}
try:
    readers[carrier_of(path)](path)
except KgError as error:
    print(error.en)
# Not getrusage: a process begins there with what the one that started it had.
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
print(int(peak.split()[1]) // 1024, file=sys.stderr)
"""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(path: Path, head: str, piece: str, times: int, tail: str) -> None:
    """Write a workbook whose one sheet repeats a piece of XML, without ever holding it all."""
    relationship = '<Relationship Id="r1" Type="{}/{}" Target="{}"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, kind, target in (
            ("_rels/.rels", "officeDocument", "xl/workbook.xml"),
            ("xl/_rels/workbook.xml.rels", "worksheet", "worksheets/sheet1.xml"),
        ):
            inner = relationship.format(OFFICE, kind, target)
            archive.writestr(name, f'<Relationships xmlns="{PACKAGE}">{inner}</Relationships>')
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'{head}<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for _ in range(times // 1000):
                sheet.write(piece.encode() * 1000)
            sheet.write(f"{tail}</sheetData></worksheet>".encode())


def zip_bomb(path: Path) -> None:
    workbook(path, "", '<c r="A1" t="inlineStr"><is><t>a</t></is></c>', 3_000_000, "")


def entities(path: Path) -> None:
    definitions = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    workbook(path, f"<!DOCTYPE worksheet [{definitions}]>", "", 0, "<row><c><v>&a9;</v></c></row>")


def far_away(path: Path) -> None:
    workbook(path, "", "", 0, '<row><c r="A1"><v>1</v></c><c r="SF1048576"><v>1</v></c></row>')


def merged(path: Path) -> None:
    cells = '<row><c r="A1"><v>1</v></c><c r="SF1900"><v>1</v></c></row>'
    groups = '<mergeCell ref="A1:SF1900"/>' * 10_000
    workbook(path, "", "", 0, f"{cells}</sheetData><mergeCells>{groups}</mergeCells><sheetData>")


def aliases(path: Path) -> None:
    levels = "abcdefghi"
    lines = [
        f"{level}: &{level} [{','.join(['x' if n == 0 else f'*{levels[n - 1]}'] * 9)}]"
        for n, level in enumerate(levels)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


def tags(path: Path) -> None:
    path.write_text("".join(f"%TAG !a{n}! x\n" for n in range(250_000)) + "---\na: 1\n", encoding="utf-8")


def deep(path: Path) -> None:
    path.write_text('{"p":' * 4000 + "1" + "}" * 4000, encoding="utf-8")


def brackets(path: Path) -> None:
    path.write_text("[" * 4_900_000, encoding="utf-8")


def many(path: Path) -> None:
    path.write_text("- a\n" * 1_200_000, encoding="utf-8")


def quotes(path: Path) -> None:
    path.write_text("a;b\n" + '1;"\n' * 200_000, encoding="utf-8")


def one_line(path: Path) -> None:
    path.write_text("a;" * 10_000_000, encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "suffix", "said"),
    [
        (zip_bomb, ".xlsx", "grows more than 100 times when unpacked"),
        (entities, ".xlsx", "definitions of its own (DTD)"),
        (far_away, ".xlsx", "more than 1,000,000 cells"),
        (merged, ".xlsx", "merged cells that overlap"),
        (aliases, ".yaml", "an anchor"),
        (tags, ".yaml", "leave out the line that begins with %"),
        (many, ".yaml", "more than 200,000 values"),
        (brackets, ".yaml", "nested more than 20 deep"),
        (brackets, ".json", "nested more than 20 deep"),
        (deep, ".json", "nested more than 20 deep"),
        (deep, ".jsonld", "nested more than 20 deep"),
        (quotes, ".csv", ""),
        (one_line, ".csv", "a line of more than 1,000,000 characters"),
    ],
)
def test_a_hostile_file_ends_in_an_error_soon_and_in_little_memory(
    tmp_path: Path, make: Callable[[Path], None], suffix: str, said: str
) -> None:
    path = tmp_path / f"hostile{suffix}"
    make(path)
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert said in done.stdout
    assert "Traceback" not in done.stderr
    assert int(done.stderr.split()[-1]) < MAX_MEGABYTES
