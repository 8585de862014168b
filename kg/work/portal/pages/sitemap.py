"""sitemap.xml and robots.txt: where the pages are, for search engines, each with its other language."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from kg.work.portal import paths
from kg.work.portal.file import File, Written
from kg.work.portal.site import Site

SITEMAP = "sitemap"
ROBOTS = "robots.txt"
MOST = 50_000  # addresses in one file, as sitemaps.org sets it

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_ENGLISH = ".en.html"
_OTHER = ".html"


def files(site: Site, written: Iterable[Written], without: Collection[str] = (), most: int = MOST) -> Iterator[File]:
    """Yield sitemap.xml, further sitemaps if there are too many addresses for one, and robots.txt.

    Args:
        site: the publication.
        written: the files written so far; the pages among them are listed.
        without: paths of pages to leave out, such as those that tell of something withdrawn.
        most: how many addresses one file takes.
    """
    pages = {file.path for file in written if file.path.endswith(_OTHER)} - set(without)
    listed = sorted(pages)
    if len(listed) <= most:
        yield File(f"{SITEMAP}.xml", _sitemap(site, listed, pages))
    else:
        starts = range(0, len(listed), most)
        names = [f"{SITEMAP}-{number}.xml" for number in range(1, len(starts) + 1)]
        for name, start in zip(names, starts, strict=True):
            yield File(name, _sitemap(site, listed[start : start + most], pages))
        yield File(f"{SITEMAP}.xml", _index(site, names))
    yield File.of(ROBOTS, f"User-agent: *\nAllow: /\n\nSitemap: {site.address(SITEMAP + '.xml')}\n")


def _sitemap(site: Site, listed: Sequence[str], pages: Collection[str]) -> Iterator[bytes]:
    """Yield a sitemap, an address at a time."""
    yield f'{_HEAD}<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="{_XHTML}">\n'.encode()
    for path in listed:
        links = "".join(_alternates(site, path, pages))
        yield f"  <url>\n    <loc>{escape(site.address(path))}</loc>\n{links}  </url>\n".encode()
    yield b"</urlset>\n"


def _index(site: Site, names: Sequence[str]) -> Iterator[bytes]:
    """Yield the list of the sitemaps."""
    yield f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">\n'.encode()
    for name in names:
        yield f"  <sitemap>\n    <loc>{escape(site.address(name))}</loc>\n  </sitemap>\n".encode()
    yield b"</sitemapindex>\n"


def _alternates(site: Site, path: str, pages: Collection[str]) -> Iterator[str]:
    """Yield the links to a page in each language that it has, itself among them, if there are several."""
    stem = path.removesuffix(_ENGLISH) if path.endswith(_ENGLISH) else path.removesuffix(_OTHER)
    there = [(lang, other) for lang in ("sv", "en") if (other := paths.page(stem, lang)) in pages]
    if len(there) > 1:
        for lang, other in there:
            address = quoteattr(site.address(other))
            yield f'    <xhtml:link rel="alternate" hreflang="{lang}" href={address}/>\n'
