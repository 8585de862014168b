"""Which addresses are absolute IRIs by RFC 3987."""

import pytest

from kg.work.portal.check.iris import iri_problem, shown_iri

GOOD = (
    "https://example.org/", "http://example.org", "https://example.org:8080/a?b=c#d", "https://exempel.se/å/ö?ä#é",
    "http://[2001:db8::1]/", "mailto:data@example.org", "tel:+46876543", "urn:uuid:0", "ftp://example.org/a",
    "http://example.org/a%20b", "https://user@example.org/", "https://example.org/a_(b);c=1,2'!*~$&+@:",
)  # fmt: skip
BAD = (
    "example.org", "/a", "relative://file/a", "", "http://", "https:///a", "http://example.org/a b", "http://e.x/<a>",
    "http://e.x/{a}", "http://e.x/a|b", 'http://e.x/"', "http://e.x/%zz", "http://e.x/%2", "http://e.x/a\\b",
    "http://e.x/^", "http://e.x/`", "http://e.x/\n", "http://e.x/\u0000", "http://e.x/a#b#c", "http://e.x/[a]",
    "http:e.x", "1http://e.x/",
)  # fmt: skip


@pytest.mark.parametrize("iri", GOOD)
def test_good(iri: str) -> None:
    assert iri_problem(iri) is None


@pytest.mark.parametrize("iri", BAD)
def test_bad(iri: str) -> None:
    found = iri_problem(iri)
    assert found is not None
    assert all(found)


def test_a_relative_address_is_shown_as_written() -> None:
    assert shown_iri("relative://file/a.html") == "a.html"
    assert shown_iri("relative://file/") == '""'
    assert len(shown_iri("http://e.x/" + "a" * 500)) == 121
