"""The start page: what the publication is, what it holds, how to get it and how to cite it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.work.portal import paths
from kg.work.portal.catalogue.identity import dataset_iri
from kg.work.portal.file import File, Written
from kg.work.portal.html import LANGUAGES, Renderer
from kg.work.portal.pages.kinds import KINDS, kind_of
from kg.work.portal.pages.lists import by_folder
from kg.work.portal.pages.schema_org import Node, kept
from kg.work.portal.site import Site


@dataclass(frozen=True)
class Download:
    """A file to fetch: its path, what it is called, its media type, and its size in bytes (0: not known)."""

    path: str
    name: str
    media: str
    size: int = 0


@dataclass(frozen=True)
class Group:
    """Downloads of one matter, and what it is in both languages."""

    sv: str
    en: str
    downloads: tuple[Download, ...]


def files(site: Site, written: Sequence[Written] = ()) -> Iterator[File]:
    """Yield the start page in both languages.

    Args:
        site: the publication.
        written: the files written so far; of the downloads only those are told, with their sizes. All, if none is
            given.
    """
    renderer = Renderer(site)
    sizes = {file.path: file.size for file in written}
    groups = [Group(sv, en, _there(wanted, sizes)) for sv, en, wanted in _GROUPS]
    groups = [group for group in groups if group.downloads]
    folders = by_folder(site)
    counts = [(kind, len(folders.get(kind.folder, ()))) for kind in KINDS]
    counts += [
        (kind_of(folder), len(found)) for folder, found in sorted(folders.items()) if kind_of(folder) not in KINDS
    ]
    for lang in LANGUAGES:
        yield renderer.page(
            "index",
            lang,
            "index.html",
            counts=counts,
            groups=groups,
            pages=[page for page in _PAGES if not sizes or paths.page(page[0], lang) in sizes],
            size=_size,
            description=site.config.description[lang],
            structured=dataset(site, lang, [one for group in groups for one in group.downloads if _is_data(one)]),
            alternates=[(media, f"{paths.CATALOGUE}.{ending}") for ending, media in _CATALOGUE],
        )


def dataset(site: Site, lang: str, downloads: Sequence[Download]) -> Node:
    """Return the dataset as schema.org tells of it, for search engines of data."""
    config, publisher = site.config, site.config.publisher
    owner = kept({"@type": "Organization", "@id": publisher.iri, "name": publisher.name[lang],
                  "url": publisher.homepage})  # fmt: skip
    return kept(
        {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "@id": dataset_iri(site),
            "name": config.title[lang],
            "description": config.description[lang],
            "url": config.base_url,
            "keywords": list(config.keywords.get(lang, ())),
            "license": config.licence,
            "isAccessibleForFree": True,
            "inLanguage": list(LANGUAGES),
            "version": str(site.edition.number),
            "datePublished": site.edition.issued,
            "dateModified": site.edition.modified,
            "creator": owner,
            "publisher": owner,
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": one.media, "contentUrl": site.address(one.path)}
                for one in downloads
            ],
        }
    )


def _is_data(download: Download) -> bool:
    """Whether a file holds the dataset, or a table of it."""
    return download.path.startswith(_DATA)


def _there(wanted: Sequence[Download], sizes: dict[str, int]) -> tuple[Download, ...]:
    if not sizes:
        return tuple(wanted)
    return tuple(Download(one.path, one.name, one.media, sizes.get(one.path, 0)) for one in wanted
                 if one.path in sizes or one.path in _LAST)  # fmt: skip


def _size(size: int, lang: str) -> str:
    """Return a size in the words of a language: `1,2 MB`."""
    for unit, whole in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= whole:
            number = f"{size / whole:.1f}"
            return f"{number.replace('.', ',') if lang == 'sv' else number} {unit}"
    return f"{size} byte" if lang == "sv" else f"{size} bytes"


_DATA = "data/"
_PAGES = (
    (paths.ONTOLOGY, "Ontologin", "The ontology",
     "vad orden betyder, med en bild av klasserna", "what the words mean, with a picture of the classes"),
    ("codes", "Kodlistorna", "The code lists", "roller, nivåer, målgrupper …", "roles, levels, target groups …"),
    (paths.SHAPES, "Reglerna", "The rules", "vad en post ska uppfylla", "what an entry must meet"),
    (paths.QUERIES, "Frågorna", "The questions", "färdiga frågor till data", "ready questions to put to the data"),
    (paths.CHANGES, "Ändringarna", "The changes", "vad varje utgåva ändrade", "what each edition changed"),
    ("withdrawn", "Tillbakadraget", "Withdrawn", "det som inte längre finns med", "what is no longer part of the data"),
)  # fmt: skip
_CATALOGUE = (("rdf", "application/rdf+xml"), ("ttl", "text/turtle"), ("jsonld", "application/ld+json"))
_RDF = (
    ("ttl", "Turtle", "text/turtle"),
    ("trig", "TriG", "application/trig"),
    ("nt", "N-Triples", "application/n-triples"),
    ("rdf", "RDF/XML", "application/rdf+xml"),
    ("jsonld", "JSON-LD", "application/ld+json"),
)


def _forms(stem: str, *endings: str) -> tuple[Download, ...]:
    return tuple(Download(f"{stem}.{ending}", name, media) for ending, name, media in _RDF if ending in endings)


_GROUPS = (
    ("Hela datamängden", "The whole dataset", _forms(paths.DATASET, "ttl", "trig", "nt", "rdf", "jsonld")),
    ("Tabeller (CSV) och deras beskrivning", "Tables (CSV) and their description", (
        *(Download(f"{paths.TABLES}{name}.csv", f"{name}.csv", "text/csv")
          for name in ("projects", "participations", "contributions")),
        Download(f"{paths.TABLES}csv-metadata.json", "CSVW", "application/csvm+json"),
    )),
    ("Katalogen (DCAT-AP-SE)", "The catalogue (DCAT-AP-SE)", _forms(paths.CATALOGUE, "rdf", "ttl", "jsonld")),
    ("Ontologin", "The ontology", _forms(paths.ONTOLOGY, "ttl", "rdf", "jsonld")),
    ("Reglerna (SHACL)", "The rules (SHACL)", _forms(paths.SHAPES, "ttl")),
    ("Frågorna (SPARQL)", "The questions (SPARQL)", _forms(paths.QUERIES, "ttl")),
    ("JSON-LD-kontexten", "The JSON-LD context", _forms(paths.CONTEXT, "jsonld")),
    ("Statistik (VoID) och kontrollsummor", "Statistics (VoID) and checksums", (
        Download(paths.VOID, "VoID", "text/turtle"),
        Download(paths.CHECKSUMS, "SHA-256", "text/plain"),
    )),
)  # fmt: skip
_LAST = {*(f"{paths.CATALOGUE}.{ending}" for ending, _ in _CATALOGUE), paths.VOID, paths.CHECKSUMS}
