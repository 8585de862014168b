"""Amounts of money, in whole units: what is read, and what is only nearly an amount."""

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal

from kg.work.values.characters import code_line
from kg.work.values.currencies import Currency, apart
from kg.work.values.figures import ABOUT, NUMBER, canonical, readings, scientific, with_digits
from kg.work.values.refusal import Read, Refusal, Remark, grouped, inform, refuse, shown

MOST = 10**15

_NEGATIVE = re.compile(r"-+ ?(.+)|\((.+)\)|(.*[0-9]) ?-")
_MANY = {
    **dict.fromkeys(("k", "t", "tkr", "kkr", "ksek", "tsek", "keur", "teur", "tusen", "thousand"), 10**3),
    **dict.fromkeys(("m", "mn", "mio", "mln", "milj", "miljon", "miljoner", "million", "millions", "mnkr", "mkr",
                     "msek", "meur", "mneur", "mneuro"), 10**6),
    **dict.fromkeys(("md", "mdr", "mdkr", "mdsek", "bn", "miljard", "miljarder", "billion", "billions"), 10**9),
}  # fmt: skip
_MULTIPLE = re.compile(
    rf"({NUMBER.pattern}) ?([a-zA-Z]{{1,10}})\.?(?: (?:kr|kronor|sek|eur|euro|€)\.?)?", re.IGNORECASE
)
_DATE = re.compile(r"(?:19|20)[0-9]{2}-[01][0-9](?:-[0-3][0-9])?(?:[T ][0-9:.]+)?")
_RANGE = re.compile(rf"{NUMBER.pattern} ?(?:-|till|to) ?{NUMBER.pattern}")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in whole units, and the currency as far as the text itself says it."""

    value: int
    currency: Currency = field(default_factory=Currency)


def read_amount(
    text: str,
    *,
    decimals: Literal["refuse", "round"] = "refuse",
    decimal_sign: Literal["", ",", "."] = "",
    currency: str = "",
) -> Read[Amount] | Refusal:
    """Return an amount of money.

    Digits may be grouped by spaces of any kind, apostrophes, or unmistakable points or commas (3.453.768); decimals
    that are zero are passed over; the currency may stand before or behind.

    Args:
        text: the amount as written.
        decimals: what to do with decimals that are not zero; `round` rounds half to even, with a remark.
        decimal_sign: the decimal sign where a list declares one; the other one then only groups.
        currency: the code of the currency that another field says, for the wording of messages.
    """
    line = code_line(text)
    if isinstance(line, Refusal):
        return line
    bare, written = apart(line)
    words = Words(text, currency or written.code)
    numbers = readings(bare, decimal_sign)
    if len(numbers) == 1 and not bare.startswith("-"):
        return _whole(numbers[0], words, written, bare, decimals)
    if len(numbers) > 1:
        return words.ambiguous(numbers)
    return _unread(line, bare, words, decimal_sign)


def _whole(
    number: Decimal, words: "Words", written: Currency, bare: str, decimals: Literal["refuse", "round"]
) -> Read[Amount] | Refusal:
    """Return a number as an amount in whole units."""
    if number > MOST:
        return words.too_large()
    rounded = number.quantize(Decimal(1), ROUND_HALF_EVEN)
    if number != rounded:
        if decimals == "refuse":
            return words.not_whole(rounded)
        return Read(Amount(int(rounded), written), (words.rounded(rounded),))
    points = re.fullmatch(r"\+?[0-9]+([.,])[0-9]{3}(?:\1[0-9]{3})+", bare)
    return Read(Amount(int(rounded), written), (words.grouped(rounded),) if points else ())


def _unread(line: str, bare: str, words: "Words", decimal_sign: str) -> Refusal:
    """Return the refusal of what is no amount, with what it seems to mean."""
    match = _NEGATIVE.fullmatch(bare)
    if match and readings(apart(next(filter(None, match.groups())).strip())[0], decimal_sign):
        return words.negative()
    if _DATE.fullmatch(line):
        return words.date()
    if bare.endswith("%"):
        return words.share()
    if (number := scientific(bare)) is not None:
        return words.scientific(number)
    if _RANGE.fullmatch(bare):
        return words.several()
    about = ABOUT.fullmatch(bare)
    inner = about[1] if about else line
    for text, suffix in ((inner, True), (apart(inner)[0], False)):
        multiple = _MULTIPLE.fullmatch(text) if suffix else None
        if multiple and (many := _MANY.get(multiple[2].casefold())):
            numbers = readings(multiple[1], decimal_sign)
            whole = numbers[0] * many if numbers else Decimal("0.5")
            return words.unreadable("" if about or whole % 1 or whole > MOST else str(int(whole)))
        if about and len(numbers := readings(text, decimal_sign)) == 1 and not numbers[0] % 1 and numbers[0] <= MOST:
            return words.about(numbers[0])
    digits = with_digits(bare) or (re.sub("[ '.]", "", bare) if re.fullmatch(r"[0-9]+(?:[ '.][0-9]+)+", bare) else "")
    numbers = [number for number in readings(digits, decimal_sign) if digits and number <= MOST]
    return words.unreadable(canonical(numbers[0]) if len(numbers) == 1 and not numbers[0] % 1 else "")


@dataclass(frozen=True, slots=True)
class Words:
    """What is said about an amount: how it was written, and in which currency, if that is known."""

    text: str
    currency: str

    @property
    def told(self) -> str:
        """The amount as messages name it."""
        return shown(self.text)

    @property
    def unit(self) -> tuple[str, str]:
        """What amounts are counted in, in Swedish and English."""
        return {"": ("kronor", "kronor"), "SEK": ("kronor", "kronor"), "EUR": ("euro", "euros")}.get(
            self.currency, ("enheter", "units")
        )

    def unreadable(self, suggestion: str = "") -> Refusal:
        """The amount is text, or a multiple such as `3,4 mnkr`."""
        sv, en = (f" Menar du {suggestion}?", f" Did you mean {suggestion}?") if suggestion else ("", "")
        example = "" if suggestion else ", till exempel 3453768"
        return refuse(
            "amount-unreadable",
            f'Beloppet "{self.told}" går inte att läsa. Skriv hela {self.unit[0]} med siffror{example}.{sv}',
            f'The amount "{self.told}" cannot be read. Write whole {self.unit[1]} in digits'
            f"{example.replace('till exempel', 'e.g.')}.{en}",
            suggestion,
        )

    def about(self, number: Decimal) -> Refusal:
        """The amount is only nearly so."""
        return refuse(
            "amount-unreadable",
            f'Beloppet "{self.told}" är ungefärligt. Skriv hela {self.unit[0]} med bara siffror, som {number:.0f}.',
            f'The amount "{self.told}" is approximate. Write whole {self.unit[1]} in digits alone, like {number:.0f}.',
            f"{number:.0f}",
        )

    def ambiguous(self, numbers: list[Decimal]) -> Refusal:
        """A sign in the amount may group digits or be the decimal sign."""
        most, least = (Decimal(canonical(number)) for number in (max(numbers), min(numbers)))
        (first_sv, first_en), (second_sv, second_en), plain = grouped(most), grouped(least), f"{most:f}"
        return refuse(
            "amount-ambiguous",
            f'Beloppet "{self.told}" kan läsas som {first_sv} eller {second_sv}. Skriv bara siffror, som {plain}.',
            f'The amount "{self.told}" can be read as {first_en} or {second_en}. Write digits alone, like {plain}.',
            plain,
        )

    def negative(self) -> Refusal:
        """The amount is below zero."""
        told = f'"{self.told}"' if self.told.startswith("(") else self.told
        return refuse(
            "amount-negative",
            f"Beloppet kan inte vara negativt ({told}).",
            f"The amount cannot be negative ({told}).",
        )

    def too_large(self) -> Refusal:
        """No project has that much."""
        sv, en = grouped(MOST)
        return refuse(
            "amount-too-large",
            f"Beloppet {self.told} är orimligt stort; högst {sv} tas emot. Kontrollera antalet siffror.",
            f"The amount {self.told} is too large to be true; at most {en} is taken. Check the number of digits.",
        )

    def not_whole(self, rounded: Decimal) -> Refusal:
        """The amount has decimals that are not zero."""
        sv, en = grouped(rounded)
        return refuse(
            "amount-decimals",
            f"Beloppet {self.told} har decimaler. Skriv hela {self.unit[0]}; avrundat är det {sv}.",
            f"The amount {self.told} has decimals. Write whole {self.unit[1]}; rounded, it is {en}.",
            f"{rounded:f}",
        )

    def rounded(self, rounded: Decimal) -> Remark:
        """The decimals were rounded."""
        sv, en = grouped(rounded)
        return inform(
            "amount-rounded",
            f"Beloppet {self.told} har avrundats till {sv}.",
            f"The amount {self.told} has been rounded to {en}.",
            f"{rounded:f}",
        )

    def grouped(self, number: Decimal) -> Remark:
        """Points or commas were read as grouping digits."""
        sv, en = grouped(number)
        return inform(
            "amount-grouped", f"Beloppet {self.told} läses som {sv}.", f"The amount {self.told} is read as {en}.",
            f"{number:f}",
        )  # fmt: skip

    def scientific(self, number: Decimal) -> Refusal:
        """A spreadsheet has shortened the amount, and perhaps lost digits."""
        plain = canonical(number) if number <= MOST and number % 1 == 0 else ""
        sv, en = (f", till exempel {plain} om det är exakt", f", e.g. {plain} if that is exact") if plain else ("", "")
        return refuse(
            "amount-scientific",
            f"Beloppet {self.told} har kalkylprogrammet kortat. Skriv alla siffror{sv}.",
            f"The amount {self.told} has been shortened by the spreadsheet. Write all its digits{en}.",
            plain,
        )

    def date(self) -> Refusal:
        """The amount is a date."""
        return refuse(
            "amount-is-date",
            f'"{self.told}" ser ut som ett datum, inte ett belopp. Har två kolumner eller fält bytt plats?',
            f'"{self.told}" looks like a date, not an amount. Are two columns or fields swapped?',
        )

    def share(self) -> Refusal:
        """The amount is a share."""
        return refuse(
            "amount-is-rate",
            f'"{self.told}" är en andel, inte ett belopp. Skriv den i fältet för andel.',
            f'"{self.told}" is a rate, not an amount. Write it in the field for the rate.',
        )

    def several(self) -> Refusal:
        """The amount is a range."""
        return refuse(
            "amount-unreadable",
            f'Beloppet "{self.told}" är två belopp. Skriv ett enda, i hela {self.unit[0]} med siffror.',
            f'The amount "{self.told}" is two amounts. Write a single one, in whole {self.unit[1]} in digits.',
        )
