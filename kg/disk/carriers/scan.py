"""What the XML of a sheet tells and its reader does not: errors, formulas without a result, merged cells, per cent."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from kg.disk.carriers.source import CarrierError, thousands
from kg.disk.written import Place

MAX_CELLS = 1_000_000  # between the first and the last that holds anything
MAX_COLUMNS = 500
MAX_MERGED = 20_000
MAX_NAMES = 1_000  # of elements, and of attributes, in a part

Spot = tuple[int, int]  # row and column, from 1
Box = tuple[int, int, int, int]  # first row, first column, last row, last column

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384  # of any sheet
_SPOT = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_FORMULA_SHOWN = 200  # characters
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"})
_OF_TEXT = frozenset({"t", "r", "rPr", "rPh", "phoneticPr"})


@dataclass(slots=True)
class Marks:
    """What the reader of a workbook does not tell about the cells of a sheet.

    Attributes:
        box: the first and the last row and column that hold anything; None if nothing does.
        errors: error values (`#REF!`).
        formulas: formulas whose result is not in the file.
        zeros: formulas whose result is 0, which some programs write without having counted.
        percents: numbers shown as per cent.
        merged: groups of cells made one.
    """

    box: Box | None = None
    errors: dict[Spot, str] = field(default_factory=dict)
    formulas: dict[Spot, str] = field(default_factory=dict)
    zeros: dict[Spot, str] = field(default_factory=dict)
    percents: set[Spot] = field(default_factory=set)
    merged: list[Box] = field(default_factory=list)


class Vocabulary:
    """The names in the XML of a part, without their prefixes; too many are refused, for the parser keeps each one.

    Args:
        place: names the file in errors.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._names: dict[str, str] = {}
        self._attributes: set[str] = set()

    def local(self, element: str, attributes: dict[str, str]) -> str:
        """Return the name of an element without its prefix."""
        if not attributes.keys() <= self._attributes:
            self._attributes |= attributes.keys()
            self._check(len(self._attributes))
        return self._names.get(element) or self._learn(element)

    def _learn(self, element: str) -> str:
        self._names[element] = name = local_name(element)
        self._check(len(self._names))
        return name

    def _check(self, number: int) -> None:
        if number > MAX_NAMES:
            raise CarrierError(
                self._place,
                "a broken workbook: too many names in its XML",
                "en trasig arbetsbok: för många namn i dess XML",
            )


class SheetScan:
    """Gathers the marks of a sheet while its XML is parsed.

    Args:
        place: names the sheet's file in errors.
        parser: what parses it; its handler of elements is set.
        percent_styles: the numbers of the styles that show per cent.
        count: is called for every cell.
    """

    def __init__(
        self, place: Place, parser: expat.XMLParserType, percent_styles: set[str], count: Callable[[], None]
    ) -> None:
        self.marks = Marks()
        self._place = place
        self._parser = parser
        self._percent_styles = percent_styles
        self._count = count
        self._vocabulary = Vocabulary(place)
        self._columns: dict[str, int] = {}
        self._row = self._column = 0
        self._digits = ""  # of the row, as written
        self._kind: str | None = None  # of the cell; None outside cells
        self._formula: list[str] | None = None
        self._value: list[str] | None = None
        parser.StartElementHandler = self._element

    def end(self) -> None:
        """Take the last cell.

        Raises:
            CarrierError: if the sheet spans too many cells or columns.
        """
        self._end_cell()
        if self.marks.box:
            first_row, first_column, last_row, last_column = self.marks.box
            width = last_column - first_column + 1
            if width > MAX_COLUMNS:
                raise self._refused(
                    f"something stands as far to the right as column {column_name(last_column)}; "
                    f"no more than {MAX_COLUMNS} columns are taken",
                    f"något står så långt till höger som i kolumn {column_name(last_column)}; "
                    f"högst {MAX_COLUMNS} kolumner tas emot",
                )
            if width * (last_row - first_row + 1) > MAX_CELLS:
                en, sv = thousands(MAX_CELLS)
                raise self._refused(
                    f"more than {en} cells from the first to the last that holds anything; "
                    "remove what stands far from the rest",
                    f"fler än {sv} celler från den första till den sista som innehåller något; "
                    "ta bort det som står långt bort",
                )

    def _element(self, element: str, attributes: dict[str, str]) -> None:
        name = self._vocabulary.local(element, attributes)
        if name == "c":
            self._end_cell()
            self._begin_cell(attributes)
        elif name == "row":
            self._end_cell()
            self._begin_row(attributes)
        elif self._kind is None:
            if name == "mergeCell":
                self._merge(attributes.get("ref", ""))
        elif name in ("v", "is"):
            self._hold()
            if name == "v" and (self._formula is not None or self._kind == "e"):
                self._value = []
                self._parser.CharacterDataHandler = self._value.append
        elif name == "f":
            self._hold()
            self._formula = []
            self._parser.CharacterDataHandler = self._formula.append
        elif name not in _OF_TEXT:
            self._end_cell()

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self._row = self._row + 1 if number is None else self._number(number)
        self._digits = str(self._row)
        self._column = 0

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._count()
        spot = attributes.get("r")
        if spot is None:
            self._column += 1
        else:
            letters = spot.rstrip("0123456789")
            self._column = self._columns.get(letters) or self._learn(letters, spot)
            digits = spot[len(letters) :]
            if digits != self._digits:
                self._row, self._digits = self._number(digits), digits
        self._kind = attributes.get("t", "n")
        if self._kind == "n" and attributes.get("s") in self._percent_styles:
            self.marks.percents.add((self._row, self._column))

    def _end_cell(self) -> None:
        """Mark the cell that was begun, if it is one to be marked."""
        if self._formula is None and self._value is None:
            self._kind = None
            return
        self._parser.CharacterDataHandler = None
        spot = (self._row, self._column)
        value = None if self._value is None else "".join(self._value).strip()
        if self._kind == "e":
            self._mark_error(spot, value or "")
        elif self._formula is not None:
            formula = "=" + "".join(self._formula)[:_FORMULA_SHOWN].strip()
            if not value and (value is None or self._kind != "str"):
                self.marks.formulas[spot] = formula
            elif value in ("0", "0.0"):
                self.marks.zeros[spot] = formula
        self._kind = self._formula = self._value = None

    def _mark_error(self, spot: Spot, value: str) -> None:
        if value not in _ERRORS:  # the reader of the workbook would give up at it, without saying where
            raise CarrierError(
                Place(self._place.path, sheet=self._place.sheet, cell=f"{column_name(spot[1])}{spot[0]}"),
                f"the cell holds the error {value}; mend its formula",
                f"cellen har felet {value}; rätta formeln",
            )
        self.marks.errors[spot] = value

    def _hold(self) -> None:
        """Note that the cell holds something."""
        row, column = self._row, self._column
        box = self.marks.box
        if box is None:
            self.marks.box = (row, column, row, column)
        elif row > box[2] or column > box[3] or row < box[0] or column < box[1]:
            self.marks.box = (min(row, box[0]), min(column, box[1]), max(row, box[2]), max(column, box[3]))

    def _merge(self, reference: str) -> None:
        first, colon, last = reference.partition(":")
        found = _SPOT.fullmatch(first), _SPOT.fullmatch(last if colon else first)
        if not (found[0] and found[1]):
            raise self._astray(reference)
        if len(self.marks.merged) >= MAX_MERGED:
            raise self._refused(
                f"more than {MAX_MERGED:,} groups of merged cells",
                f"fler än {thousands(MAX_MERGED)[1]} grupper av sammanfogade celler",
            )
        top, left = int(found[0][2]), self._learn(found[0][1], reference)
        bottom, right = int(found[1][2]), self._learn(found[1][1], reference)
        self.marks.merged.append((top, left, bottom, right))

    def _learn(self, letters: str, spot: str) -> int:
        """Return the number of a column by its letters."""
        if not re.fullmatch("[A-Za-z]{1,3}", letters):
            raise self._astray(spot)
        number = 0
        for letter in letters.upper():
            number = 26 * number + ord(letter) - 64
        if number > _LAST_COLUMN:
            raise self._astray(spot)
        self._columns[letters] = number
        return number

    def _number(self, digits: str) -> int:
        if digits.isascii() and digits.isdecimal() and len(digits) < 8 and 0 < (number := int(digits)) <= _LAST_ROW:
            return number
        raise self._astray(digits)

    def _astray(self, reference: str) -> CarrierError:
        shown = reference[:20]
        return self._refused(
            f'a broken workbook: "{shown}" is no place in a sheet',
            f'en trasig arbetsbok: "{shown}" är ingen plats i ett blad',
        )

    def _refused(self, en: str, sv: str) -> CarrierError:
        return CarrierError(self._place, en, sv)


def local_name(name: str) -> str:
    """Return the name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def column_name(column: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
