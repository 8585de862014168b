"""Addresses: e-mail, web and post."""

import re
import unicodedata
from urllib.parse import urlsplit

from kg.work.values.characters import code_line, one_line
from kg.work.values.refusal import Read, Refusal, refuse, shown

LONGEST_ADDRESS = 2000

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+[^\W\d_]{{2,24}}|(?:{_LABEL}\.)+xn--[a-z0-9-]{{2,59}}", re.IGNORECASE)
_LOCAL = re.compile(r"[A-Za-z0-9_+'=~&-]+(?:\.[A-Za-z0-9_+'=~&-]+)*")
_AT = re.compile(
    r" ?(?:\((?:at|snabel-?a|a|@)\)|\[(?:at|snabel-?a|a|@)\]|\{at\}|<at>| at | snabel-?a ) ?", re.IGNORECASE
)
_DOT = re.compile(r" ?(?:\((?:dot|punkt)\)|\[(?:dot|punkt)\]| dot | punkt ) ?", re.IGNORECASE)
_INNER = re.compile(r"[^\s<>\"',;:()\[\]]+@[^\s<>\"',;:()\[\]@]+")
_HOST = re.compile(
    r"(?:www\.)?(?:[a-zåäö0-9-]{1,63}\.)+(?:se|nu|eu|org|com|net|info|no|fi|dk|de|pl|int|io|uk)(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,20}):(.*)", re.DOTALL)
_SLIPPED = re.compile(r"(h?tt?p?(s?))(?::?[/\\]{1,3}|:)(?=[\w])(.+)", re.IGNORECASE)
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_FORBIDDEN = re.compile(r"[\s<>\"{}|\\^`]")
_MARKDOWN = re.compile(r"\[[^\[\]]*\]\((https?://[^()\s]+)\)")
_POSTAL = re.compile(r"(?:(?:SE?|S-E) ?-? ?)?([1-9][0-9]{2}) ?([0-9]{2})", re.IGNORECASE)
_POSTAL_AND_TOWN = re.compile(r"(?:(?:SE?) ?-? ?)?([1-9][0-9]{2}) ?([0-9]{2}),? [^\W\d_].*", re.IGNORECASE)


def read_email(text: str) -> Read[str] | Refusal:
    """Return an e-mail address as a `mailto:` IRI, its domain in small letters.

    Letters outside ASCII are taken in the domain but not before the @, where few mail servers take them.
    """
    line = one_line(text)
    if isinstance(line, Refusal):
        return line
    address = re.sub(r"^mailto: ?", "", line, flags=re.IGNORECASE).partition("?")[0] if "@" in line else line
    if address.startswith("<") and address.endswith(">"):
        address = address[1:-1]
    local, at, domain = address.partition("@")
    if not at:
        return _without_at(line, text)
    if _is_email(address):
        return Read(f"mailto:{local}@{domain.lower()}")
    if _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain) and not _is_latin(domain):
        return _email("email-form", text, "har bokstäver ur ett annat alfabet", "has letters of another alphabet")
    return _broken_email(line, local, domain, text)


def _email(check: str, text: str, sv: str, en: str, suggestion: str = "") -> Refusal:
    """Return the refusal of an e-mail address."""
    more_sv = f" Menar du {suggestion}?" if suggestion else " Skriv den som namn@exempel.se."
    more_en = f" Did you mean {suggestion}?" if suggestion else " Write it like name@example.org."
    return refuse(
        check,
        f'E-postadressen "{shown(text)}" {sv}.{more_sv}',
        f'E-mail address "{shown(text)}" {en}.{more_en}',
        suggestion,
    )


def _without_at(line: str, text: str) -> Refusal:
    mended = _DOT.sub(".", _AT.sub("@", line, count=1))
    return _email("email-at", text, "saknar @", "has no @", mended if _is_email(mended) else "")


def _broken_email(line: str, local: str, domain: str, text: str) -> Refusal:
    """Say what is wrong with an e-mail address that has an @."""
    found = _INNER.findall(line)
    if len(found) > 1 or (len(found) == 1 and line.count("@") > 1 and re.search("[,; ]", line)):
        return refuse(
            "email-several",
            f'"{shown(text)}" är flera e-postadresser. Skriv en enda, eller en kontakt för var och en.',
            f'"{shown(text)}" is several e-mail addresses. Write a single one, or one contact for each.',
        )
    if "@" in domain:
        single = re.sub("@+", "@", line)
        return _email("email-at", text, "har mer än ett @", "has more than one @", single if _is_email(single) else "")
    if not local or not domain:
        return _email("email-form", text, "är inte hel", "is not whole")
    if not local.isascii() and not re.search(r"\s", local):
        plain = unicodedata.normalize("NFKD", local).encode("ascii", "ignore").decode()
        suggestion = plain if _is_email(plain := f"{plain}@{domain.lower()}") else ""
        return _email(
            "email-letters", text, "har å, ä, ö eller något annat tecken före @ som e-postsystem sällan tar emot",
            "has å, ä, ö or another letter before the @ that mail systems seldom take", suggestion,
        )  # fmt: skip
    bracketed = len(found) == 1 and "<" in line
    closed = found[0] if bracketed else f"{local}@{domain.replace(' ', '')}".replace(",", ".")
    suggestion = closed.strip(".;: ") if _is_email(closed.strip(".;: ")) else ""
    if not suggestion and "." not in domain:
        return _email("email-domain", text, "saknar punkt efter @", "has no dot after the @")
    if re.search(r"\s", f"{local}@{domain}"):
        return _email("email-space", text, "har mellanslag", "has a space", suggestion)
    return _email("email-form", text, "har fel form", "has the wrong form", suggestion)


def _is_email(text: str) -> bool:
    local, _, domain = text.partition("@")
    whole = len(text) <= 254 and len(local) <= 64 and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)
    return bool(whole) and _is_latin(domain)


def _is_latin(text: str) -> bool:
    """Tell whether the letters of a domain are Latin; look-alikes of other alphabets deceive."""
    return text.isascii() or all(
        not letter.isalpha() or unicodedata.name(letter, "").startswith("LATIN ") for letter in text
    )


def read_address(text: str) -> Read[str] | Refusal:
    """Return a web address as it is written, `http` or `https` in small letters; nothing else is changed."""
    refusal = one_line(text, LONGEST_ADDRESS)
    if isinstance(refusal, Refusal):
        return refusal
    line = text.translate(_UNSEEN).strip().strip("\"'<>").strip()
    if markdown := _MARKDOWN.fullmatch(line):
        return _address("address-form", text, "är en länk i Markdown", "is a link in Markdown", markdown[1])
    match = _SCHEME.fullmatch(line)
    if match is None or match[1].casefold() not in ("http", "https") or not match[2].startswith("//"):
        return _other_scheme(line, match, text)
    if space := _FORBIDDEN.search(line):
        sv, en = (
            ("mellanslag", "a space") if space[0].isspace() else (f"tecknet {space[0]}", f"the character {space[0]}")
        )
        return _address("address-character", text, f"innehåller {sv}", f"holds {en}")
    try:
        parts = urlsplit(line)
        host, password, _ = parts.hostname or "", parts.username or parts.password, parts.port
    except ValueError:
        return _address("address-form", text, "har fel form", "has the wrong form")
    if password is not None and "@" in parts.netloc:
        bare = line.replace(parts.netloc, parts.netloc.rpartition("@")[2], 1)
        return _address("address-password", text, "innehåller ett användarnamn eller lösenord; ta bort det före @",
                        "holds a user name or a password; remove it before the @", bare)  # fmt: skip
    if not (_DOMAIN.fullmatch(host.rstrip(".")) or re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3}){3}", host)):
        return _address("address-host", text, "saknar ett helt domännamn", "has no full domain name")
    if not _is_latin(host):
        return _address("address-host", text, "har bokstäver ur ett annat alfabet", "has letters of another alphabet")
    return Read(match[1].lower() + line[len(match[1]) :])


def _other_scheme(line: str, match: re.Match[str] | None, text: str) -> Refusal:
    """Return the refusal of an address that does not begin with http:// or https://."""
    if slipped := _SLIPPED.fullmatch(line):
        suggestion = f"http{slipped[2].lower()}://{slipped[3]}"
        return _address("address-scheme", text, "börjar inte med https://", "does not begin with https://", suggestion)
    if _HOST.fullmatch(line.rstrip(".,")):
        return _address("address-scheme", text, "saknar https://", "lacks https://", f"https://{line.rstrip('.,')}")
    if "@" in line and _INNER.fullmatch(line.removeprefix("mailto:")):
        return _address("address-email", text, "är en e-postadress; skriv den bland kontakterna",
                        "is an e-mail address; write it among the contacts")  # fmt: skip
    if match and not match[2][:1].isdigit() and " " not in match[1]:
        scheme = match[1]
        return _address(
            "address-scheme", text, f"börjar med {scheme}:, som inte tas emot; bara http och https går bra",
            f"begins with {scheme}:, which is not taken; only http and https are",
        )  # fmt: skip
    return _address("address-form", text, "går inte att läsa", "cannot be read")


def _address(check: str, text: str, sv: str, en: str, suggestion: str = "") -> Refusal:
    """Return the refusal of a web address; what would be refused, too, is not suggested."""
    suggestion = suggestion if suggestion and isinstance(read_address(suggestion), Read) else ""
    more_sv = f" Menar du {shown(suggestion)}?" if suggestion else " Skriv den som https://www.exempel.se/sida."
    more_en = f" Did you mean {shown(suggestion)}?" if suggestion else " Write it like https://www.example.org/page."
    return refuse(
        check,
        f'Webbadressen "{shown(text)}" {sv}.{more_sv}',
        f'Web address "{shown(text)}" {en}.{more_en}',
        suggestion,
    )


def read_postal_code(text: str, *, country: str = "SE") -> Read[str] | Refusal:
    """Return a postal code: five digits of a Swedish one, that of another country on one line.

    What is refused keeps nobody out: it is left out with a warning.

    Args:
        text: the code as written.
        country: the two letters of the country.
    """
    line = code_line(text, 200)
    if isinstance(line, Refusal):
        return Refusal(line.check, "warning", line.sv, line.en)
    if match := _POSTAL.fullmatch(line):
        return Read(match[1] + match[2])
    if country.upper() not in ("", "SE") and len(line) <= 12:
        return Read(line)
    if re.fullmatch(r"(?:SE? ?-? ?)?0[0-9]{2} ?[0-9]{2}", line, re.IGNORECASE):
        return Refusal(
            "postal-code-form",
            "warning",
            f'Postnumret "{shown(text)}" finns inte: svenska postnummer börjar inte med 0. Rätta det, eller '
            "utelämna det om det är utländskt.",
            f'There is no postal code "{shown(text)}": Swedish ones do not begin with 0. Correct it, or '
            "leave it out if it is foreign.",
        )
    town = _POSTAL_AND_TOWN.fullmatch(line)
    suggestion = town[1] + town[2] if town else ""
    sv, en = (f"Skriv {suggestion}, och orten för sig.", f"Write {suggestion}, and the town by itself.") if town else (
        "Skriv fem siffror, till exempel 97128.", "Write five digits, for example 97128."
    )  # fmt: skip
    return Refusal(
        "postal-code-form",
        "warning",
        f'Postnumret "{shown(text)}" har fel form. {sv}',
        f'Postal code "{shown(text)}" has the wrong form. {en}',
        suggestion,
    )
