"""Currencies as people write them: SEK, kr, kronor, :-, €, before or behind a number or alone."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from kg.work.values.characters import code_line
from kg.work.values.refusal import Read, Refusal, refuse, shown

CODE = re.compile(r"[A-Z]{3}")

_SIGNS = {
    "kr": "SEK", "kr.": "SEK", "kronor": "SEK", "krona": "SEK", "svenska kronor": "SEK", "svensk krona": "SEK",
    "swedish kronor": "SEK", "swedish krona": "SEK", ":-": "SEK", ",-": "SEK", ".-": "SEK",
    "€": "EUR", "euro": "EUR", "euros": "EUR", "norska kronor": "NOK", "norwegian kroner": "NOK", "nkr": "NOK",
    "danska kronor": "DKK", "danish kroner": "DKK", "dkr": "DKK", "£": "GBP", "pund": "GBP", "pounds": "GBP",
    "$": "USD", "us$": "USD", "dollar": "USD", "dollars": "USD", "us-dollar": "USD", "zł": "PLN", "zloty": "PLN",
}  # fmt: skip
_SHARED = {
    **dict.fromkeys(("kr", "kr.", "kronor", "krona", ":-", ",-", ".-"), ("SEK", "NOK", "DKK", "ISK")),
    **dict.fromkeys(("$", "dollar", "dollars"), ("USD", "CAD", "AUD", "NZD")),
}
_NO_CODES = {"MKR", "TKR", "KKR", "MIL", "MDR", "MLN", "MIO"}  # thousands and millions, not currencies
_NEAR = {"SKR": "SEK", "KRO": "SEK", "SKE": "SEK", "EURO": "EUR", "ERU": "EUR", **dict.fromkeys(_NO_CODES, "SEK")}
_WORDS = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_BEHIND = re.compile(rf"(.*?[0-9)-]) ?((?i:{_WORDS})|[A-Za-z]{{3}})\.?")
_BEFORE = re.compile(rf"((?i:{_WORDS})|[A-Za-z]{{3}})\.? ?([-+(]? ?[0-9].*)")


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency's code, empty if none is said, and how it was written."""

    code: str = ""
    written: str = ""

    def fits(self, code: str) -> bool:
        """Tell whether it may be the currency with this code; `kr` may be that of four countries."""
        return not (self.code and code) or code in _SHARED.get(self.written.casefold(), (self.code,))


def apart(line: str) -> tuple[str, Currency]:
    """Return an amount without its currency, and the currency; what is no amount with a currency as it is."""
    found = Currency()
    for _ in range(2):  # kr 100:- says it twice
        if match := _BEHIND.fullmatch(line):
            rest, sign = match.groups()
        elif match := _BEFORE.fullmatch(line):
            sign, rest = match.groups()
        else:
            break
        code = _SIGNS.get(sign.casefold(), sign if CODE.fullmatch(sign) else sign.upper() if _is_code(sign) else "")
        if not code or code in _NO_CODES or (found.code and found.code != code):
            break
        line, found = rest.strip(), found if found.code else Currency(code, sign)
    return line, found


def _is_code(sign: str) -> bool:
    return sign.casefold() in ("sek", "eur", "nok", "dkk", "usd", "gbp", "isk", "pln", "chf")


def read_currency(text: str, known: Collection[str] = ()) -> Read[str] | Refusal:
    """Return the code of a currency: of `kr`, `kronor`, `€`, `euro`, or a code in either case.

    Args:
        text: the currency as written.
        known: the codes that there are; any three letters if left out.
    """
    line = code_line(text)
    if isinstance(line, Refusal):
        return line
    code = _SIGNS.get(line.casefold().rstrip("."), line.upper())
    near = _NEAR.get(code, "")
    if CODE.fullmatch(code) and (code in known or not (known or near)):
        return Read(code)
    sv, en = (f" Menar du {near}?", f" Did you mean {near}?") if near else ("", "")
    return refuse(
        "currency-unknown",
        f'Valutan "{shown(text)}" finns inte. Använd SEK eller EUR, eller tre bokstäver för en annan valuta.{sv}',
        f'Currency "{shown(text)}" does not exist. Use SEK or EUR, or three letters for another currency.{en}',
        near,
    )
