"""The values of portal.yaml, one by one: each is read, or refused with what would have worked."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from urllib.parse import urlsplit

import pyoxigraph as ox

from kg.terms import BASE
from kg.work.portal.catalogue import authorities
from kg.work.values.addresses import read_email
from kg.work.values.answers import read_boolean
from kg.work.values.characters import one_line
from kg.work.values.numbers import read_organisation_number
from kg.work.values.phones import read_phone
from kg.work.values.refusal import Read, Refusal, refuse, shown

_COUNTRY = re.compile("[A-Z]{3}")
_SIGNED_IN = re.compile(r"[^/?#]*//[^/?#]*@")
_LONGEST = 5000
# What w3id.org can lead on to without a rule that reads it in another way: a host, a port, folders with plain names.
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_FOLDER = re.compile(
    rf"https?://(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9A-Fa-f:.]+\])(?::[0-9]+)?/(?:(?!\.\.?/)[A-Za-z0-9._~-]+/)*"
)
_CC0_LOOKS = re.compile(r"cc0.*|(https?://)?(www\.)?creativecommons\.org/publicdomain/zero/.*", re.IGNORECASE)


def read_text(text: str) -> Read[str] | Refusal:
    """Return a text on one line, however it was broken."""
    line = " ".join(text.split())
    refusal = one_line(line, _LONGEST)
    return refusal if isinstance(refusal, Refusal) else Read(line)


def read_number(text: str) -> Read[str] | Refusal:
    """Return a Swedish organisation number as ten digits."""
    answer = read_organisation_number(text)
    if isinstance(answer, Refusal):
        return answer
    digits = answer.value.replace("-", "")
    if re.fullmatch("[0-9]{10}", digits):
        return Read(digits)
    return refuse(
        "number-foreign",
        f'"{shown(text)}" är inget svenskt organisationsnummer; dataportal.se känner utgivare på tio siffror.',
        f'"{shown(text)}" is no Swedish organisation number; dataportal.se knows publishers by ten digits.',
    )


def read_kind(text: str) -> Read[str] | Refusal:
    """Return a kind of publisher, a code of ADMS."""
    return _code(text.removeprefix(authorities.ADMS_KINDS), tuple(authorities.PUBLISHER_KINDS),
                 "ett slag av utgivare i ADMS", "a kind of publisher in ADMS")  # fmt: skip


def read_theme(text: str) -> Read[str] | Refusal:
    """Return a theme, a code of the EU's table of data themes."""
    return _code(text.removeprefix(authorities.eu("data-theme", "")), authorities.THEMES,
                 "ett tema i EU:s tabell data-theme", "a theme in the EU's table data-theme")  # fmt: skip


def read_frequency(text: str) -> Read[str] | Refusal:
    """Return how often the data change, a code of the EU's table of frequencies."""
    return _code(text.removeprefix(authorities.eu("frequency", "")), authorities.FREQUENCIES,
                 "en frekvens i EU:s tabell frequency", "a frequency in the EU's table frequency")  # fmt: skip


def read_availability(text: str) -> Read[str] | Refusal:
    """Return how long the data will be there, a code of the EU's table of planned availability."""
    table = "planned-availability"
    return _code(text.removeprefix(authorities.eu(table, "")), authorities.AVAILABILITIES,
                 f"en tillgänglighet i EU:s tabell {table}", f"an availability in the EU's table {table}")  # fmt: skip


def read_place(text: str) -> Read[str] | Refusal:
    """Return the IRI of a place: of a country by its three letters, or as it is written."""
    if _COUNTRY.fullmatch(text):
        return Read(authorities.eu("country", text))
    answer = read_iri(text)
    if not isinstance(answer, Refusal):
        return answer
    return refuse(
        "place-unknown",
        f'"{shown(text)}" är ingen plats; skriv ett land med tre bokstäver (SWE) eller IRI:n för en plats.',
        f'"{shown(text)}" is no place; write a country with three letters (SWE) or the IRI of a place.',
    )


def read_licence(text: str) -> Read[str] | Refusal:
    """Return the licence; DCAT-AP-SE wants a catalogue under CC0, written as this one IRI."""
    if text == authorities.CC0:
        return Read(text)
    nearly_sv, nearly_en = (" (tecken för tecken)", " (to the letter)") if _CC0_LOOKS.fullmatch(text) else ("", "")
    return refuse(
        "licence-not-cc0",
        f'licensen ska vara {authorities.CC0}{nearly_sv}, inte "{shown(text)}"',
        f'the licence must be {authorities.CC0}{nearly_en}, not "{shown(text)}"',
    )


def read_iri(text: str) -> Read[str] | Refusal:
    """Return an absolute address on the web that RFC 3987 and RFC 3986 both take."""
    if _SIGNED_IN.match(text):  # not shown: it may hold a password
        return refuse(
            "address-signed-in",
            "adressen har ett användarnamn eller lösenord före @; ta bort det, för adressen publiceras.",
            "the address has a user name or password before @; take it out, for the address is published.",
        )
    try:
        parts = urlsplit(text)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname)
        whole = whole and text.isascii() and (parts.port or 1) > 0
        ox.NamedNode(text)
    except ValueError:
        whole = False
    if whole:
        return Read(text)
    return refuse(
        "address-not-absolute",
        f'"{shown(text)}" är ingen hel webbadress; den börjar med https:// och har varken mellanslag eller å, ä, ö.',
        f'"{shown(text)}" is no whole address; it begins with https:// and holds no space and only ASCII.',
    )


def read_base(text: str) -> Read[str] | Refusal:
    """Return an address that other addresses are built on: absolute, ending in `/`."""
    answer = read_iri(text)
    if isinstance(answer, Refusal):
        return answer
    if "?" in text or "#" in text:
        return refuse(
            "address-with-query",
            f'"{shown(text)}" är adressen till en mapp: den har varken ? eller #.',
            f'"{shown(text)}" is the address of a folder: it has neither ? nor #.',
        )
    base = text if text.endswith("/") else text + "/"
    if not _FOLDER.fullmatch(base):
        return refuse(
            "address-unusual",
            f'"{shown(text)}" går inte att styra om till; använd bara bokstäverna a–z, siffror och . _ ~ - i adressen.',
            f'"{shown(text)}" cannot be led on to; use only the letters a–z, digits and . _ ~ - in the address.',
        )
    if base.partition("//")[2].casefold().startswith(BASE.partition("//")[2]):
        return refuse(
            "address-own",
            f'"{shown(text)}" är de beständiga namnen, som leder vidare; skriv adressen dit de ska leda.',
            f'"{shown(text)}" is the persistent names, which lead on; write the address where they shall lead.',
        )
    return Read(base)


def read_mail(text: str) -> Read[str] | Refusal:
    """Return an e-mail address."""
    answer = read_email(text)
    return answer if isinstance(answer, Refusal) else Read(answer.value.removeprefix("mailto:"))


def read_telephone(text: str) -> Read[str] | Refusal:
    """Return a telephone number with its country's, as DCAT-AP-SE wants it; without one it is Swedish."""
    answer = read_phone(text)
    if isinstance(answer, Refusal):
        return answer
    digits = answer.value.removeprefix("tel:").replace("-", "")
    return Read(f"+46{digits[1:]}" if digits.startswith("0") else digits)


def read_flag(text: str) -> Read[bool] | Refusal:
    """Return yes or no."""
    return read_boolean(text)


def _code(text: str, known: Sequence[str], sv: str, en: str) -> Read[str] | Refusal:
    """Return a code of a table as the table spells it."""
    by_folded = {code.casefold(): code for code in known}
    if (folded := text.casefold()) in by_folded:
        return Read(by_folded[folded])
    near = get_close_matches(folded, by_folded, n=1)
    more_sv, more_en = (f"; menar du {by_folded[near[0]]}?", f"; did you mean {by_folded[near[0]]}?") if near else (
        f"; det finns: {', '.join(known)}", f"; there are: {', '.join(known)}"
    )  # fmt: skip
    return refuse("code-unknown", f'"{shown(text)}" är inte {sv}{more_sv}', f'"{shown(text)}" is not {en}{more_en}')
