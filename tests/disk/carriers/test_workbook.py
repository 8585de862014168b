import datetime
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.disk.carriers.scan import column_name
from kg.disk.carriers.source import CarrierError
from kg.disk.carriers.workbook import read_workbook
from kg.disk.written import Place, Table, Text
from kg.errors import KgError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'

TYPES = f"""{HEAD}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"""
STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="3">
<numFmt numFmtId="164" formatCode="0.0\\ %"/><numFmt numFmtId="165" formatCode="0&quot;%&quot;"/>
<numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<cellStyleXfs count="1"><xf numFmtId="9"/></cellStyleXfs>
<cellXfs count="7"><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>
<xf numFmtId="22"/><xf numFmtId="46"/><xf numFmtId="20"/></cellXfs></styleSheet>"""

Book = Callable[..., Path]


def sheet(cells: str, after: str = "") -> str:
    """Return the XML of a sheet, of its rows and what stands after them."""
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData>{after}</worksheet>'


def relationships(of: dict[str, tuple[str, str]]) -> str:
    """Return the XML of relationships: by name, the last part of their type and the target."""
    inner = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>' for name, (kind, target) in of.items()
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Make a workbook: the rows of its sheet as XML, or whole sheets by name, and other parts by theirs."""

    def make(
        rows: str = "",
        *,
        after: str = "",
        sheets: dict[str, str] | None = None,
        parts: dict[str, str | bytes] | None = None,
        in_book: str = "",
        method: int = zipfile.ZIP_DEFLATED,
    ) -> Path:
        named = sheets or {"Blad": sheet(rows, after)}
        listed = "".join(
            f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>' for number, name in enumerate(named, 1)
        )
        files: dict[str, str | bytes] = {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": relationships({"r1": ("officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets>{in_book}'
            "</workbook>",
            "xl/_rels/workbook.xml.rels": relationships(
                {f"r{number}": ("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(named) + 1)}
                | {"styles": ("styles", "styles.xml")}
            ),
            "xl/styles.xml": STYLES,
        }
        files |= {f"xl/worksheets/sheet{number}.xml": text for number, text in enumerate(named.values(), 1)}
        files |= parts or {}
        path = tmp_path / "bok.xlsx"
        with zipfile.ZipFile(path, "w", method) as archive:
            for name, content in files.items():
                if content:
                    archive.writestr(name, content)
        return path

    return make


Shown = list[tuple[str, str, str]]


def shown(texts: tuple[Text, ...]) -> Shown:
    return [(text.place.cell, text.value, text.note) for text in texts]


def cells(table: Table) -> Shown:
    return [cell for row in (table.headings, *table.rows) for cell in shown(row)]


def text(cell: str, value: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def saved(book: openpyxl.Workbook, tmp_path: Path) -> Path:
    path = tmp_path / "bok.xlsx"
    book.save(path)
    return path


def test_a_workbook_is_tables_with_the_place_of_every_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first, second = book.active, book.create_sheet("Deltagare å")
    assert first is not None
    first.title = "Projekt"
    first.append(["titel", "start"])
    first.append(["Ett", 2024])
    second["C3"], second["E3"], second["C5"] = "aktör", "nivå", "Luleå kommun"
    path = saved(book, tmp_path)
    projects, participants = read_workbook(path)
    assert (projects.name, projects.place) == ("Projekt", Place(path, sheet="Projekt"))
    assert projects.headings == (
        Text("titel", Place(path, sheet="Projekt", cell="A1")),
        Text("start", Place(path, sheet="Projekt", cell="B1")),
    )
    assert shown(projects.rows[0]) == [("A2", "Ett", ""), ("B2", "2024", "number")]
    assert cells(participants) == [
        ("C3", "aktör", ""),
        ("D3", "", ""),
        ("E3", "nivå", ""),
        ("C5", "Luleå kommun", ""),
        ("D5", "", ""),
        ("E5", "", ""),
    ]
    assert participants.rows[0][0].place.text("sv") == f"{path}: blad Deltagare å, cell C5"


def test_values_are_text_and_say_how_they_were_meant(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    given_and_expected: list[tuple[object, str, str, str]] = [
        ("text", "General", "text", ""),
        (2220000653, "General", "2220000653", "number"),
        (2500000.0, "#,##0", "2500000", "number"),
        (0.1 + 0.2, "General", "0.3", "number"),
        (-12.5, "General", "-12.5", "number"),
        (1e21, "General", "1000000000000000000000", "number"),
        (0.00001, "General", "0.00001", "number"),
        (0, "General", "0", "number"),
        (0.4, "0%", "0.4", "percent"),
        (0.405, "0.0 %", "0.405", "percent"),
        (1, "0%", "1", "percent"),
        (40, '0" %"', "40", "number"),
        (40, "0\\%", "40", "number"),
        (datetime.date(2024, 2, 29), "yyyy-mm-dd", "2024-02-29", "date"),
        (datetime.datetime(2024, 2, 29, 13, 5, 7), "yyyy-mm-dd hh:mm", "2024-02-29T13:05:07", "date"),
        (datetime.time(13, 30), "hh:mm", "13:30:00", "time"),
        (datetime.timedelta(hours=36, minutes=5), "[h]:mm", "PT36H5M", "time"),
        (True, "General", "true", "boolean"),
        (False, "General", "false", "boolean"),
        ("  \u00a0Luleå\u200b ", "General", "Luleå", ""),
        ("ett\ntvå", "General", "ett\ntvå", ""),
        ("08", "@", "08", ""),
        ("Lule\ufffd", "General", "Lule\ufffd", "damaged"),
    ]
    for row, (value, number_format, _, _) in enumerate(given_and_expected, 1):
        cell = page.cell(row, 1)
        cell.value = value  # type: ignore[assignment]
        cell.number_format = number_format
    (table,) = read_workbook(saved(book, tmp_path))
    assert [(value, note) for _, value, note in cells(table)] == [
        (value, note) for _, _, value, note in given_and_expected
    ]


def test_formulas_give_their_result_or_are_told(book: Book) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" s="1"><f>1/2</f><v>0.5</v></c>'
        '<c r="C1"><f>SUM(A1:B1)</f></c><c r="D1"><f>A1</f><v></v></c><c r="E1"><f>A1</f><v/></c>'
        '<c r="F1" t="str"><f>""</f><v></v></c><c r="G1" t="str"><f>"x"</f><v>x</v></c>'
        '<c r="H1"><f t="shared" si="0"/></c><c r="I1"><f>A1&amp;"å"</f></c><c r="J1"><f>0</f><v>0</v></c></row>'
    )
    (table,) = read_workbook(book(rows))
    assert cells(table) == [
        ("A1", "2", "number"),
        ("B1", "0.5", "percent"),
        ("C1", "=SUM(A1:B1)", "formula"),
        ("D1", "=A1", "formula"),
        ("E1", "=A1", "formula"),
        ("F1", "", ""),
        ("G1", "x", ""),
        ("H1", "=", "formula"),
        ("I1", '=A1&"å"', "formula"),
        ("J1", "0", "number"),
    ]


def test_a_result_of_zero_is_not_believed_where_nothing_was_ever_counted(book: Book) -> None:
    rows = '<row r="1"><c r="A1"><f>B1*2</f><v>0</v></c><c r="B1"><v>0</v></c></row>'
    (table,) = read_workbook(book(rows, in_book='<calcPr calcId="1" fullCalcOnLoad="1"/>'))
    assert cells(table) == [("A1", "=B1*2", "formula"), ("B1", "0", "number")]


def test_formulas_of_openpyxl_have_no_result(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["summa"])
    page.append(["=1+1"])
    (table,) = read_workbook(saved(book, tmp_path))
    assert shown(table.rows[0]) == [("A2", "=1+1", "formula")]


@pytest.mark.parametrize("error", ["#REF!", "#VALUE!", "#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"])
def test_error_values_are_told(book: Book, error: str) -> None:
    rows = f'<row r="2"><c r="A2" t="e"><f>X</f><v>{error}</v></c><c r="B2" t="e"><v>{error}</v></c></row>'
    (table,) = read_workbook(book(rows))
    assert cells(table) == [("A2", error, "error"), ("B2", error, "error")]


def test_an_error_value_that_the_library_does_not_know_is_told_with_its_cell(book: Book) -> None:
    path = book('<row r="2"><c r="C2" t="e"><v>#SPILL!</v></c></row>')
    with pytest.raises(CarrierError) as caught:
        read_workbook(path)
    assert caught.value.en == f"{path}: sheet Blad, cell C2: the cell holds the error #SPILL!; mend its formula"
    assert caught.value.sv == f"{path}: blad Blad, cell C2: cellen har felet #SPILL!; rätta formeln"


def test_a_row_of_formulas_without_results_is_no_empty_row(book: Book) -> None:
    (table,) = read_workbook(book('<row r="1"><c r="A1"><v>1</v></c></row><row r="4"><c r="B4"><f>1</f></c></row>'))
    assert cells(table) == [("A1", "1", "number"), ("B1", "", ""), ("A4", "", ""), ("B4", "=1", "formula")]


def test_merged_cells_have_their_value_once(book: Book) -> None:
    rows = (
        f'<row r="1">{text("A1", "titel")}{text("B1", "aktör")}</row>'
        f'<row r="2">{text("A2", "Ett")}{text("B2", "x")}</row><row r="3">{text("B3", "y")}</row>'
        f'<row r="4">{text("A4", "Två")}</row>'
    )
    after = '<mergeCells count="2"><mergeCell ref="A2:A3"/><mergeCell ref="A4:XFD1048576"/></mergeCells>'
    (table,) = read_workbook(book(rows, after=after))
    assert [shown(row) for row in table.rows] == [
        [("A2", "Ett", ""), ("B2", "x", "")],
        [("A3", "", "merged"), ("B3", "y", "")],
        [("A4", "Två", ""), ("B4", "", "merged")],
    ]


def test_empty_rows_are_left_out_and_empty_columns_around_the_rest(book: Book) -> None:
    rows = (
        '<row r="2"><c r="A2" s="1"/><c r="B2" t="str"><v></v></c></row>'
        f'<row r="3">{text("C3", "a")}{text("E3", "b")}</row>'
        f'<row r="5">{text("B5", " ")}{text("D5", "1")}</row><row r="9"><c r="Z9" s="1"/>{text("F9", "")}</row>'
    )
    (table,) = read_workbook(book(rows))
    assert cells(table) == [
        ("C3", "a", ""),
        ("D3", "", ""),
        ("E3", "b", ""),
        ("C5", "", ""),
        ("D5", "1", ""),
        ("E5", "", ""),
    ]


def test_cells_without_a_place_of_their_own_follow_each_other(book: Book) -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row><row r='5'><c><v>4</v></c></row>"
    (table,) = read_workbook(book(rows))
    assert [cell for cell, value, _ in cells(table) if value] == ["A1", "B1", "B2", "A5"]


def test_a_sheet_in_which_nothing_stands_has_no_headings(book: Book) -> None:
    empty, filled = read_workbook(
        book(sheets={"Tomt": sheet(""), "Fullt": sheet(f'<row r="1">{text("A1", "x")}</row>')})
    )
    assert (empty.name, empty.headings, empty.rows) == ("Tomt", (), ())
    assert filled.name == "Fullt"


def test_hidden_sheets_and_rows_are_read_and_charts_left_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["titel"])
    page.append(["Ett"])
    page.row_dimensions[2].hidden = True
    book.create_chartsheet("Diagram")
    codes = book.create_sheet("Koder")
    codes["A1"] = "nivå"
    codes.sheet_state = "veryHidden"
    first, second = read_workbook(saved(book, tmp_path))
    assert [cell.value for cell in first.rows[0]] == ["Ett"]
    assert (second.name, [heading.value for heading in second.headings]) == ("Koder", ["nivå"])


def test_links_and_remarks_on_cells_are_no_hindrance(tmp_path: Path) -> None:
    from openpyxl.comments import Comment
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"] = "e-post"
    page["A2"] = "kontakt@example.org"
    page["A2"].hyperlink = "mailto:kontakt@example.org"
    page["A2"].comment = Comment("en anmärkning", "Projektkontoret")
    choices = DataValidation(type="list", formula1='"lokal,regional"')
    page.add_data_validation(choices)
    choices.add("A3:A100")
    (table,) = read_workbook(saved(book, tmp_path))
    assert cells(table) == [("A1", "e-post", ""), ("A2", "kontakt@example.org", "")]


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200f", "\x85"])
def test_a_character_that_deceives_is_refused_with_its_cell(book: Book, character: str) -> None:
    path = book(f'<row r="7">{text("A7", "a")}{text("C7", f"x{character}y")}</row>')
    with pytest.raises(CarrierError) as caught:
        read_workbook(path)
    assert caught.value.place == Place(path, sheet="Blad", cell="C7")
    (table,) = read_workbook(path, lenient=True)
    assert cells(table)[-1] == ("C7", "x\ufffdy", "damaged")


def test_an_escaped_control_character_is_refused(book: Book) -> None:
    with pytest.raises(CarrierError, match="cell A1: a control character"):
        read_workbook(book(f'<row r="1">{text("A1", "a_x001A_b")}</row>'))


def test_a_text_may_be_as_long_as_in_excel_and_no_longer(book: Book) -> None:
    read_workbook(book(f'<row r="1">{text("A1", "x" * 32_767)}</row>'))
    with pytest.raises(CarrierError, match="cell A1: a text of more than 32,767 characters"):
        read_workbook(book(f'<row r="1">{text("A1", "x" * 32_768)}</row>'))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c><c r="SH1"><v>1</v></c></row>', "as far to the right as column SH"),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="500001"><c r="B500001"><v>1</v></c></row>', "1,000,000 cells"),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048577"><c><v>1</v></c></row>', "no place in a sheet"),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "no place in a sheet"),
        ('<row r="1"><c r="1A"><v>1</v></c></row>', "no place in a sheet"),
        ('<row r="1"><c r="A0"><v>1</v></c></row>', "no place in a sheet"),
        ('<row r="1"><c r="A"><v>1</v></c></row>', "no place in a sheet"),
        ('<row r="-1"><c><v>1</v></c></row>', "no place in a sheet"),
        ('<row r="99999999999999999999"><c><v>1</v></c></row>', "no place in a sheet"),
    ],
)
def test_cells_that_are_too_many_or_astray_are_refused(book: Book, rows: str, said: str) -> None:
    with pytest.raises(CarrierError) as caught:
        read_workbook(book(rows))
    assert "sheet Blad: " in caught.value.en
    assert said in caught.value.en
    assert "blad Blad: " in caught.value.sv


def test_an_element_with_a_prefix_is_seen_like_any_other(book: Book) -> None:
    page = (
        f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
        '<x:c r="XFD1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    with pytest.raises(CarrierError, match="column XFD"):
        read_workbook(book(sheets={"Blad": page}))


@pytest.mark.parametrize("reference", ["A1:", "x", "", "A1:ZZZZ9", "A0:B1"])
def test_merged_cells_astray_are_refused(book: Book, reference: str) -> None:
    path = book(f'<row r="1">{text("A1", "x")}</row>', after=f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>')
    with pytest.raises(CarrierError, match="no place in a sheet"):
        read_workbook(path)


def test_too_many_cells_in_all_are_refused(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.disk.carriers.package.MAX_CELLS", 5)
    rows = '<row r="1">' + "<c/>" * 10 + "</row>"
    assert len(read_workbook(book(rows))) == 1
    with pytest.raises(CarrierError, match="more than"):
        read_workbook(book(sheets={"A": sheet(rows), "B": sheet('<row r="1"><c/></row>')}))


DOCTYPE = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"xl/worksheets/sheet1.xml": f"{HEAD}{DOCTYPE}{sheet('')[len(HEAD) :]}"}, "definitions of its own (DTD)"),
        ({"xl/sharedStrings.xml": f"{HEAD}{DOCTYPE}<sst/>"}, "definitions of its own (DTD)"),
        ({"docProps/core.xml": f"{HEAD}{DOCTYPE}<a/>"}, "definitions of its own (DTD)"),
        ({"docProps/core.xml": f"{HEAD}{DOCTYPE}<a/>".replace("UTF-8", "UTF-16").encode("utf-16")}, "DTD"),
        ({"xl/vbaProject.bin": b"x"}, "holds macros"),
        ({"[Content_Types].xml": TYPES.replace("spreadsheetml.sheet.main", "sheet.macroEnabled.main")}, "holds macros"),
        ({"xl/externalLinks/externalLink1.xml": "<a/>"}, "links to another workbook"),
        ({"xl/_rels/x.rels": relationships({"r1": ("externalLinkPath", "x.xlsx")})}, "links to another workbook"),
        ({"xl/workbook.xml": ""}, "not an Excel workbook"),
        ({"xl/worksheets/sheet1.xml": ""}, "no sheet Blad"),
        ({"xl/_rels/workbook.xml.rels": ""}, "no sheet Blad"),
        ({"xl/worksheets/sheet1.xml": sheet("")[:-5]}, "a broken workbook"),
        ({"docProps/core.xml": "<a><b></a>"}, "a broken workbook"),
        ({"docProps/core.xml": "&x;"}, "a broken workbook"),
        ({"xl/worksheets/sheet1.xml": sheet('<row r="1"><c r="A1" t="s"><v>9</v></c></row>')}, "a broken workbook"),
        ({"xl/styles.xml": STYLES.replace("<numFmts", f'<x y="{"z" * 3_000_000}"/><numFmts')}, "that does not end"),
        ({f"x{number}.bin": "x" for number in range(2000)}, "more than 2,000 parts"),
        ({"XL/WORKBOOK.XML": "<a/>"}, "two parts with one name"),
    ],
)
def test_a_workbook_that_is_broken_or_hides_something_is_refused(
    book: Book, parts: dict[str, str | bytes], said: str
) -> None:
    path = book(f'<row r="1">{text("A1", "x")}</row>', parts=parts)
    with pytest.raises(CarrierError) as caught:
        read_workbook(path)
    assert said in caught.value.en
    assert caught.value.sv.startswith(str(path))
    assert caught.value.reason_sv != caught.value.reason_en


def test_a_piece_of_xml_that_does_not_end_is_given_up(book: Book) -> None:
    long = f'{HEAD}<a b="{"<x>".replace("<", "").replace(">", "") * 3_000_000}"/>'
    with pytest.raises(CarrierError, match="a piece of XML that does not end"):
        read_workbook(book(parts={"docProps/core.xml": long}, method=zipfile.ZIP_STORED))


def test_a_part_that_grows_a_hundred_times_is_not_unpacked(book: Book) -> None:
    path = book('<row r="1">' + '<c r="A1" t="inlineStr"><is><t>a</t></is></c>' * 500_000 + "</row>")
    with pytest.raises(CarrierError, match=r"xl/worksheets/sheet1.xml grows more than 100 times when unpacked"):
        read_workbook(path)


def test_what_is_unpacked_has_a_limit_in_all(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(f'<row r="1">{text("A1", "x")}</row>', parts={"a.bin": "x" * 10_000})
    read_workbook(path)
    monkeypatch.setattr("kg.disk.carriers.package.MAX_UNPACKED", 10_000)
    with pytest.raises(CarrierError, match="when unpacked"):
        read_workbook(path)


@pytest.mark.parametrize("size", [10, 0xFFFFFFF0])
def test_a_size_that_is_not_true_is_found_out(book: Book, size: int) -> None:
    path = book(f'<row r="1">{text("A1", "x")}</row>')
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/worksheets/sheet1.xml"))
    data[at + 24 : at + 28] = struct.pack("<I", size)
    path.write_bytes(data)
    with pytest.raises(CarrierError):
        read_workbook(path)


def test_an_encrypted_part_is_told(book: Book) -> None:
    path = book()
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(CarrierError, match="protected by a password; save it without one"):
        read_workbook(path)


def test_an_unknown_way_of_packing_is_told(book: Book) -> None:
    with pytest.raises(CarrierError, match="packed in an unknown way"):
        read_workbook(book(method=zipfile.ZIP_LZMA))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not an Excel workbook"),
        (b"titel;start\n", "not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "protected by a password, or an old Excel file"),
        (b"PK\x03\x04", "a broken workbook"),
        (b"PK\x05\x06" + b"\0" * 18, "not an Excel workbook"),
    ],
)
def test_what_is_no_workbook_is_told(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(data)
    with pytest.raises(CarrierError, match=said):
        read_workbook(path)


def test_a_workbook_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    with path.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(CarrierError, match="larger than 20 MB"):
        read_workbook(path)


def refused_or_read(path: Path) -> None:
    try:
        for table in read_workbook(path):
            assert all(len(row) == len(table.headings) for row in table.rows)
    except KgError as error:
        assert error.en.startswith(str(path))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary().map(lambda data: b"PK\x03\x04" + data))
def test_whatever_the_bytes_they_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    refused_or_read(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_workbook_with_some_bytes_changed_is_read_or_refused(book: Book, data: st.DataObject) -> None:
    path = book(f'<row r="1">{text("A1", "x")}<c r="B1" s="4"><v>45000</v></c></row>', method=zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    refused_or_read(path)


ATTRIBUTES = st.sampled_from(
    ["", ' r="A1"', ' r="C9"', ' t="e"', ' t="s"', ' t="b"', ' t="d"', ' t="str"', ' s="4"', ' s="99"']
)
WORDS = st.sampled_from(["", "1", "x", "-1e308", "45000.5", "#REF!", "#X!", "2024-01-01", " ", "1e999", "&#10;", "nan"])
CELLS = st.tuples(
    ATTRIBUTES, st.sampled_from(["<v>{}</v>", "<f>{}</f>", "<f>{0}</f><v>{0}</v>", "<is><t>{}</t></is>", "{}"]), WORDS
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.tuples(ATTRIBUTES, st.lists(CELLS, max_size=3)), max_size=3),
    st.sampled_from(["A1:B2", "B1:A9", "C3", ""]),
)
def test_whatever_a_sheet_holds_it_is_read_or_refused(
    book: Book, rows: list[tuple[str, list[tuple[str, str, str]]]], merged: str
) -> None:
    written = "".join(
        f"<row{attributes}>" + "".join(f"<c{kind}>{form.format(word)}</c>" for kind, form, word in row) + "</row>"
        for attributes, row in rows
    )
    refused_or_read(book(written, after=f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>' if merged else ""))


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_columns_are_named_as_in_excel(number: int, letters: str) -> None:
    assert column_name(number) == letters


NAMES = st.text("abcåäö =+-@'\"&<>\n", min_size=1, max_size=6)
VALUES = (
    st.none() | NAMES | st.integers(-(10**12), 10**12) | st.dates(datetime.date(1990, 1, 1), datetime.date(2050, 1, 1))
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.tuples(st.integers(1, 30), st.integers(1, 30)), VALUES, min_size=1, max_size=8))
def test_every_value_is_read_at_its_cell(tmp_path: Path, values: dict[tuple[int, int], object]) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    expected = {}
    for (row, column), value in values.items():
        cell = page.cell(row, column)
        cell.value = value  # type: ignore[assignment]
        if isinstance(value, str):
            cell.data_type = "s"
        if value is not None and str(value).strip():
            expected[cell.coordinate] = str(value).strip()
    out = io.BytesIO()
    book.save(out)
    (tmp_path / "a.xlsx").write_bytes(out.getvalue())
    (table,) = read_workbook(tmp_path / "a.xlsx")
    assert {cell: value for cell, value, _ in cells(table) if value} == expected
