"""Is a text an absolute IRI by RFC 3987?"""

import re

from kg.work.portal.check.reading import RELATIVE

# RFC 3987, 2.2: letters, digits and a few signs; %XX; everything beyond ASCII but what is private or no character.
_BEYOND = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U000dffff"
_ALLOWED = re.compile(rf"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;={_BEYOND}\ue000-\uf8ff]|%[0-9A-Fa-f]{{2}})*")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WEB = re.compile(
    rf"https?://(?:[A-Za-z0-9\-._~!$&'()*+,;=:%{_BEYOND}]*@)?"
    rf"(?:\[[0-9A-Fa-fv:.]+\]|[A-Za-z0-9\-._~!$&'()*+,;=%{_BEYOND}]+)(?::[0-9]*)?(?:[/?#][^\[\]]*)?"
)


def iri_problem(iri: str) -> tuple[str, str] | None:
    """Tell what is wrong with an IRI, in English and Swedish; None if it is absolute and follows RFC 3987."""
    if iri.startswith("relative:") or not _SCHEME.match(iri):
        return (
            "the address has no beginning; write it whole, with https://",
            "adressen saknar början; skriv den hel, med https://",
        )
    found = _ALLOWED.match(iri)
    end = found.end() if found else 0
    if end < len(iri):
        sign = iri[end]
        shown = "a blank" if sign == " " else f"U+{ord(sign):04X}" if not sign.isprintable() else sign
        visat = "ett blanksteg" if sign == " " else shown
        return (
            f"{shown} may not stand in an address; write it as %{ord(sign):02X}" if ord(sign) < 128
            else f"{shown} may not stand in an address",
            f"{visat} får inte stå i en adress; skriv det som %{ord(sign):02X}" if ord(sign) < 128
            else f"{visat} får inte stå i en adress",
        )  # fmt: skip
    if iri.count("#") > 1:
        return ("an address has at most one #", "en adress har högst ett #")
    if iri.startswith(("http:", "https:")) and not _WEB.fullmatch(iri):
        return ("the address has no server after http://", "adressen saknar server efter http://")
    return None


def shown_iri(iri: str) -> str:
    """Return an IRI as the file has it, shortened."""
    written = iri.removeprefix(RELATIVE) or '""'
    return written if len(written) <= 120 else written[:120] + "…"
