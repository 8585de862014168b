"""The template as a workbook: a sheet of projects, one for each kind of part, drop-downs, help where one types."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kg import __version__
from kg.work.form import Field
from kg.work.templates.model import Column, Template

_PROJECTS, _ROWS = 500, 5_000  # so many rows have drop-downs and help: of projects, of parts
_PROMPT_TITLE, _PROMPT = 32, 255  # characters that a spreadsheet shows
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)

_COLOURS = {  # of a heading: its ground, its letters
    "violation": ("2F6B7C", "FFFFFF"),
    "warning": ("A9CCD4", "1D3A42"),
    "": ("DDEBEE", "1D3A42"),
    "rare": ("EDEDED", "5F5F5F"),
}
# Any other value is text, so that 0123, 12-14 and 2018 stay what they are.
_FORMATS = {"amount": "#,##0", "rate": "0.0%", "target-value": "General", "integer": "General"}
_WIDTHS = {
    "amount": 16, "rate": 10, "target-value": 11, "integer": 11, "date": 13, "lines": 10, "boolean": 10, "slug": 20,
    "document": 34, "texts": 44, "text": 24, "email": 28, "phone": 18, "actor": 32, "owner": 32, "target": 28,
    "place": 26,
}  # fmt: skip
_NARROWEST, _WIDEST, _USUAL = 12, 40, 20
_CELL = Alignment(vertical="top", wrap_text=True)


def as_workbook(template: Template) -> bytes:
    """Return an empty form as a workbook (.xlsx); the same form gives the same bytes."""
    return _Writer(template).data()


@dataclass(frozen=True)
class _Sheet:
    """A sheet to fill in: the projects, or one list of parts."""

    title: str
    columns: list[Column]
    part: Field | None

    @property
    def first(self) -> int:
        """The number of the first of its columns; one of parts begins with the name of the project."""
        return 1 if self.part is None else 2


class _Writer:
    """Makes the sheets of one workbook."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._book = Workbook()
        self._hidden = Workbook.create_sheet(self._book, template.text("_koder", "_codes"))
        self._ranges: dict[tuple[str, ...], str] = {}
        text = template.text
        projects = _Sheet(text("Projekt", "Projects"), template.columns(), None)
        self._projects = projects
        self._sheets = [projects]
        self._sheets += [_Sheet(template.heading(part), template.columns(part), part) for part in template.lists()]

    def data(self) -> bytes:
        """Return the file."""
        book, text = self._book, self._template.text
        guide = book.worksheets[0]
        guide.title = text("_Läs mig", "_Read me")
        self._guide(guide)
        self._name_projects()
        for sheet in self._sheets:
            self._fill(book.create_sheet(sheet.title), sheet)
        book.move_sheet(self._hidden, len(self._sheets))
        self._hidden.sheet_state = "hidden"
        about = book.properties
        about.creator = "Samverkan"
        about.title = text("Nya projekt", "New projects")
        about.subject = text("Formulär för nya poster i kunskapsgrafen", "Form for new entries of the knowledge graph")
        about.language = self._template.lang
        about.version = __version__
        out = io.BytesIO()
        book.save(out)
        return _timeless(out.getvalue())

    # -- the sheets to fill in -------------------------------------------------------------------------------------

    def _fill(self, page: Worksheet, sheet: _Sheet) -> None:
        rows = _PROJECTS if sheet.part is None else _ROWS
        if sheet.part is not None:
            self._project_column(page)
        for number, column in enumerate(sheet.columns, sheet.first):
            letter = get_column_letter(number)
            style = "rare" if column.rare else column.wanted if column.wanted in _COLOURS else ""
            _heading(_cell(page, 1, number), column.title, style)
            self._example(_cell(page, 2, number), column)
            page.column_dimensions[letter].width = self._width(column)
            page.column_dimensions[letter].number_format = _FORMATS.get(column.field.kind, "@")
            page.column_dimensions[letter].alignment = _CELL
            page.add_data_validation(self._validation(column, f"{letter}2:{letter}{rows + 2}"))
        page.freeze_panes = "B2"
        page.row_dimensions[1].height = 32
        page.sheet_view.zoomScale = 110
        page.sheet_properties.tabColor = _COLOURS["rare" if self._is_rare(sheet) else "violation"][0]
        page.page_setup.orientation = "landscape"
        page.print_title_rows, page.print_title_cols = "1:1", "A:A"

    def _is_rare(self, sheet: _Sheet) -> bool:
        return sheet.part is not None and self._template.is_rare(sheet.part)

    def _project_column(self, page: Worksheet) -> None:
        """Make the first column of a sheet of parts: which project a row belongs to."""
        text = self._template.text
        _heading(_cell(page, 1, 1), text("projekt", "project"), "warning")
        _italic(_cell(page, 2, 1), self._template.example_name)
        page.column_dimensions["A"].width = 26
        page.column_dimensions["A"].number_format = "@"
        page.column_dimensions["A"].alignment = _CELL
        choice = _drop_down(text("projekt", "project"), f"A2:A{_ROWS + 2}")
        choice.showErrorMessage = False  # a title or a diary number will do as well
        choice.promptTitle, choice.prompt = (
            text("Projekt", "Project"),
            text("Det projekt som raden hör till: kortnamn, titel eller diarienummer på första bladet. "
                 "Får vara tomt om arbetsboken har ett enda projekt.",
                 "The project that the row belongs to: short name, title or identifier on the first sheet. "
                 "May be left empty if the workbook has a single project."),
        )  # fmt: skip
        page.add_data_validation(choice)

    def _example(self, cell: Cell, column: Column) -> None:
        named = column.field.kind == "slug" and not column.parts and self._projects.columns[0] is column
        value = self._template.example_name if named else self._template.example(column.field, column.language)
        if value:
            _italic(cell, _typed(column.field, value))
        cell.number_format = _FORMATS.get(column.field.kind, "@")

    def _width(self, column: Column) -> float:
        choices = self._template.choices(column.field)
        width = max(map(len, choices)) + 4 if choices else _WIDTHS.get(column.field.kind, _USUAL)
        return min(_WIDEST, max(width, _NARROWEST, len(column.title) + 2)) if width < _WIDEST else width

    def _validation(self, column: Column, cells: str) -> DataValidation:
        """Return what a column offers and says where one types; what is not in a list may be typed all the same."""
        template, field = self._template, column.field
        if choices := template.choices(field):
            found = _drop_down(self._range(field, choices), cells)
            found.showErrorMessage = not field.many
            found.errorStyle = "warning"
            found.errorTitle = template.text("Finns inte i listan", "Not in the list")
            found.error = template.text(
                "Värdet finns inte i listan. Behåll det bara om det är en kod som du vet finns.",
                "The value is not in the list. Keep it only if it is a code that you know exists.",
            )
        else:
            found = DataValidation(sqref=cells, allow_blank=True)
        found.showInputMessage = True
        found.promptTitle = template.heading(field)[:_PROMPT_TITLE]
        found.prompt = self._prompt(column)
        return found

    def _prompt(self, column: Column) -> str:
        """Return the help of a column as far as a spreadsheet shows it."""
        template, field = self._template, column.field
        example = template.example(field, column.language)
        several = template.text("Flera skiljs åt med semikolon.", "Separate several with semicolons.")
        sentences = [
            template.help(field),
            several if field.many and field.kind not in ("text", "texts", "boolean") and not column.parts else "",
            template.text(f"Exempel: {example}", f"Example: {example}") if example else "",
        ]
        prompt = ""
        for sentence in filter(None, sentences):
            longer = f"{prompt} {sentence}".strip()
            prompt = longer if len(longer) <= _PROMPT else prompt
        return prompt

    # -- the hidden sheet of lists ---------------------------------------------------------------------------------

    def _range(self, field: Field, choices: tuple[str, ...]) -> str:
        """Return the name of the cells that hold some choices."""
        if choices not in self._ranges:
            stem = re.sub(r"\W", "_", field.scheme or field.kind)
            name = f"{self._template.text('koder', 'codes')}_{stem}"
            if name in self._ranges.values():
                name = f"{name}_{len(self._ranges)}"
            number = self._next_column(name)
            for row, choice in enumerate(choices, 2):
                _write(_cell(self._hidden, row, number), choice)
            self._define(name, number, f"{len(choices) + 1}")
            self._ranges[choices] = name
        return self._ranges[choices]

    def _next_column(self, heading: str) -> int:
        number = len(self._ranges) + 2  # the first column holds the projects
        _write(_cell(self._hidden, 1, number), heading)
        return number

    def _define(self, name: str, number: int, last: str) -> None:
        letter = get_column_letter(number)
        cells = f"{quote_sheetname(self._hidden.title)}!${letter}$2:${letter}${last}"
        self._book.defined_names[name] = DefinedName(name, attr_text=cells)

    def _name_projects(self) -> None:
        """List the projects of the first sheet as choices for the others: each by its short name, else its title.

        Rows are looked up by their numbers, so that one may be deleted or moved; the example stands among them.
        """
        letters = [
            get_column_letter(number)
            for number, column in enumerate(self._projects.columns, self._projects.first)
            if number == self._projects.first or column.field.key == self._title_key()
        ]
        page, hidden = quote_sheetname(self._projects.title), quote_sheetname(self._hidden.title)
        name = self._template.text("projekt", "project")
        _write(_cell(self._hidden, 1, 1), name)
        for row in range(2, _PROJECTS + 2):
            formula = '""'
            for letter in reversed(letters):
                value = f"INDEX({page}!${letter}:${letter},ROW())"
                formula = f'IF({value}<>"",{value},{formula})'
            _cell(self._hidden, row, 1).value = f"={formula}"
        cells = f"{hidden}!$A$2:$A${_PROJECTS + 1}"
        # As far as the last that is filled in: a list that ends in empty choices is hard to use.
        last = f'MAX(1,SUMPRODUCT(MAX(({cells}<>"")*ROW({cells})))-1)'
        self._book.defined_names[name] = DefinedName(name, attr_text=f"{hidden}!$A$2:INDEX({cells},{last})")

    def _title_key(self) -> str:
        """Return the key of the first text that a project must have: its title."""
        wanted = (column.field.key for column in self._projects.columns if column.language and column.wanted)
        return next(wanted, "")

    # -- the guide -------------------------------------------------------------------------------------------------

    def _guide(self, page: Worksheet) -> None:
        """Write how to fill in, check, mend and send."""
        page.column_dimensions["A"].width = 4
        page.column_dimensions["B"].width = 100
        page.sheet_view.showGridLines = False
        text = self._template.text
        _write(_cell(page, 1, 1), text("Nya projekt: så fyller du i", "New projects: how to fill in"))
        _cell(page, 1, 1).font = _font(bold=True, size=16, color=_COLOURS["violation"][0])
        page.row_dimensions[1].height = 30
        row = 3
        for number, line in enumerate(self._steps(), 1):
            _write(_cell(page, row, 1), f"{number}.")
            _cell(page, row, 1).alignment = Alignment(vertical="top")
            _cell(page, row, 1).font = _font(bold=True)
            _write(_cell(page, row, 2), line)
            _cell(page, row, 2).alignment = _CELL
            page.row_dimensions[row].height = 17 * (1 + len(line) // 100) + 4
            row += 1
        for style, words in self._legend():
            row += 1
            _heading(_cell(page, row, 1), "*" if style == "violation" else "", style)
            _write(_cell(page, row, 2), words)
        page.sheet_properties.tabColor = _COLOURS["warning"][0]
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def _steps(self) -> Iterator[str]:
        text, name = self._template.text, self._template.text("projekt.xlsx", "projects.xlsx")
        yield text(
            f"Skriv en rad för varje projekt på bladet {self._projects.title}. Raden med grå kursiv text är ett "
            f"exempel (kortnamn {self._template.example_name}) och läses inte: skriv på raden under.",
            f"Write one row for each project on the sheet {self._projects.title}. The row in grey italics is an "
            f"example (short name {self._template.example_name}) and is not read: write on the row below.",
        )
        yield text(
            "Skriv deltagare, mål, belopp och annat på bladen efter, en rad för varje. Välj i kolumnen projekt vilket "
            "projekt raden hör till. Det du inte vet lämnar du tomt.",
            "Write participants, goals, amounts and the rest on the sheets that follow, one row for each. Choose in "
            "the column project which project the row belongs to. Leave empty what you do not know.",
        )
        yield text(
            f"Granska: kg validate {name} --lang sv. Svaret säger blad och cell, vad som är fel och hur det rättas.",
            f"Check: kg validate {name} --lang en. The answer gives sheet and cell, what is wrong and how to mend it.",
        )
        yield text(
            "Rätta här, spara och granska igen, tills inget fel är kvar. Varningar hindrar inte.",
            "Mend it here, save and check again, until no error is left. Warnings do not stand in the way.",
        )
        yield text(
            f"Skicka filen till den som förvaltar grafen, eller lägg till projekten själv: kg add {name}. "
            "Kontakter sparas för sig och publiceras inte.",
            f"Send the file to whoever keeps the graph, or add the projects yourself: kg add {name}. "
            "Contacts are kept apart and are not published.",
        )

    def _legend(self) -> Iterator[tuple[str, str]]:
        text = self._template.text
        yield "violation", text("måste fyllas i, om raden används", "must be filled in, if the row is used")
        yield "warning", text("bör fyllas i", "should be filled in")
        yield "", text("fylls i om det är känt", "is filled in if it is known")
        yield "rare", text("behövs sällan", "is rarely needed")


def _cell(page: Worksheet, row: int, column: int) -> Cell:
    """Return a cell; nothing here is merged."""
    return cast(Cell, page.cell(row, column))


def _font(**style: Any) -> Font:
    return Font(name="Calibri", **{"size": 11, **style})


def _drop_down(name: str, cells: str) -> DataValidation:
    return DataValidation(type="list", formula1=name, sqref=cells, allow_blank=True, showInputMessage=True)


def _heading(cell: Cell, text: str, style: str) -> None:
    ground, letters = _COLOURS[style]
    _write(cell, text)
    cell.font = _font(bold=style != "rare", color=letters)
    cell.fill = PatternFill("solid", start_color=ground)
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    cell.border = Border(bottom=Side("thin", "7FA6AF"), right=Side("thin", "FFFFFF"))


def _italic(cell: Cell, value: str | float) -> None:
    _write(cell, value)
    cell.font = _font(italic=True, color="808080")
    cell.alignment = _CELL


def _write(cell: Cell, value: str | float) -> None:
    """Write a value; a text is never taken for a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"


def _typed(field: Field, example: str) -> str | float:
    """Return an example as its column holds it: a number where the column is for numbers."""
    if field.kind not in _FORMATS:
        return example
    try:
        number = Decimal(example.rstrip("% ").replace(",", "."))
    except InvalidOperation:
        return example
    number = number / 100 if "%" in example else number
    return int(number) if number == int(number) else float(number)


def _timeless(data: bytes) -> bytes:
    """Return a workbook without the times at which it was made: in its properties and in its archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            content = before.read(part)
            if part.filename == "docProps/core.xml":
                content = re.sub(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>", b"", content)
            fixed = zipfile.ZipInfo(part.filename, _ZIP_TIME)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(fixed, content)
    return out.getvalue()
