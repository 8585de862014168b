"""The values of the graph: from what a person wrote to a term, or to a refusal that says how to mend it.

Each kind of value is read in a module of its own, as text or number; here it becomes a term.
"""

from collections.abc import Callable, Mapping
from typing import Literal, TypeVar

import pyoxigraph as ox

from kg.terms import XSD
from kg.work.values import addresses, amounts, answers, figures, identifiers, numbers, phones, rates, targets, texts
from kg.work.values.characters import is_blank
from kg.work.values.currencies import Currency, read_currency
from kg.work.values.dates import read_date
from kg.work.values.lines import Lines, read_lines
from kg.work.values.refusal import Read, Refusal, Remark
from kg.work.values.texts import guess_language

__all__ = [
    "READERS", "Currency", "Lines", "Read", "Refusal", "Remark", "currency_of", "guess_language", "is_blank",
    "read_address", "read_amount", "read_boolean", "read_currency", "read_date", "read_email", "read_identifier",
    "read_integer", "read_lines", "read_organisation_number", "read_phone", "read_postal_code", "read_rate",
    "read_target", "read_text", "unit_of",
]  # fmt: skip

T = TypeVar("T")
Term = TypeVar("Term", ox.Literal, ox.NamedNode)


def read_text(text: str, *, name: bool = False) -> Read[ox.Literal] | Refusal:
    """Return a text in paragraphs, or a name on one line, as a string."""
    read = texts.read_name(text) if name else texts.read_prose(text)
    return _term(read, ox.Literal)


def read_amount(
    text: str,
    *,
    decimals: Literal["refuse", "round"] = "refuse",
    decimal_sign: Literal["", ",", "."] = "",
    currency: str = "",
) -> Read[ox.Literal] | Refusal:
    """Return an amount in whole units as an integer; `currency_of` gives the currency that the text says."""
    read = amounts.read_amount(text, decimals=decimals, decimal_sign=decimal_sign, currency=currency)
    return _term(read, lambda amount: _typed(str(amount.value), "integer"))


def currency_of(text: str) -> Currency:
    """Return the currency that stands with an amount, empty if none does."""
    read = amounts.read_amount(text, decimals="round")
    return read.value.currency if isinstance(read, Read) else Currency()


def read_rate(text: str, *, unit: Literal["", "percent", "fraction"] = "") -> Read[ox.Literal] | Refusal:
    """Return a rate as a decimal between 0 and 1."""
    return _term(rates.read_rate(text, unit=unit), lambda rate: _typed(rate, "decimal"))


def read_target(text: str) -> Read[ox.Literal] | Refusal:
    """Return a target value as an integer, or a decimal if it has decimals; `unit_of` tells a percent sign."""
    return _term(targets.read_target(text), lambda target: _typed(target.value, target.datatype))


def unit_of(text: str) -> str:
    """Return the notation of the unit that stands with a target value: `percent` or nothing."""
    read = targets.read_target(text)
    return read.value.unit if isinstance(read, Read) else ""


def read_integer(text: str, *, low: int = 0, high: int = 10**18 - 1) -> Read[ox.Literal] | Refusal:
    """Return a whole number as an integer."""
    return _term(figures.read_integer(text, low=low, high=high), lambda number: _typed(str(number), "integer"))


def read_boolean(text: str) -> Read[ox.Literal] | Refusal:
    """Return yes or no as a boolean."""
    return _term(answers.read_boolean(text), lambda answer: _typed("true" if answer else "false", "boolean"))


def read_organisation_number(text: str, *, country: str = "") -> Read[ox.Literal] | Refusal:
    """Return an organisation number as a string."""
    return _term(numbers.read_organisation_number(text, country=country), ox.Literal)


def read_identifier(text: str, *, esf: bool = False) -> Read[ox.Literal] | Refusal:
    """Return a project's identifier as a string; of the ESF it must be a diary number."""
    return _term(identifiers.read_diary_number(text, esf=esf), ox.Literal)


def read_postal_code(text: str, *, country: str = "SE") -> Read[ox.Literal] | Refusal:
    """Return a postal code as a string."""
    return _term(addresses.read_postal_code(text, country=country), ox.Literal)


def read_email(text: str) -> Read[ox.NamedNode] | Refusal:
    """Return an e-mail address as a `mailto:` IRI."""
    return _term(addresses.read_email(text), ox.NamedNode)


def read_phone(text: str) -> Read[ox.NamedNode] | Refusal:
    """Return a telephone number as a `tel:` IRI."""
    return _term(phones.read_phone(text), ox.NamedNode)


def read_address(text: str) -> Read[ox.NamedNode] | Refusal:
    """Return a web address as an IRI."""
    return _term(addresses.read_address(text), ox.NamedNode)


def _term(read: Read[T] | Refusal, made: Callable[[T], Term]) -> Read[Term] | Refusal:
    return read if isinstance(read, Refusal) else Read(made(read.value), read.remarks)


def _typed(value: str, datatype: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))


READERS: Mapping[str, Callable[[str], Read[ox.Literal] | Read[ox.NamedNode] | Refusal]] = {
    "address": read_address,
    "amount": read_amount,
    "boolean": read_boolean,
    "date": read_date,
    "email": read_email,
    "identifier": read_identifier,
    "integer": read_integer,
    "link": read_address,
    "organisation-number": read_organisation_number,
    "phone": read_phone,
    "postal-code": read_postal_code,
    "rate": read_rate,
    "target-value": read_target,
    "text": read_text,
}
