"""The names of the graph: namespaces, prefixes, graph names and how an IRI is made from a name."""

import re
import unicodedata

BASE = "https://w3id.org/samverkan/"
NS = BASE + "ns#"
ID = BASE + "id/"
CODES = BASE + "codes/"
GRAPHS = BASE + "graph/"

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"

SCHEMES = (
    "activity-area",
    "actor-kind",
    "basis",
    "contact-role",
    "contribution-kind",
    "cooperation-status",
    "event-kind",
    "finding-kind",
    "fund",
    "goal-kind",
    "initiative-kind",
    "intervention-type",
    "level",
    "phase",
    "programme",
    "programme-area",
    "role",
    "scope",
    "specific-objective",
    "status",
    "target-group",
    "theme",
    "unit",
)

PREFIXES: dict[str, str] = {
    "sam": NS,
    **{scheme: f"{CODES}{scheme}/" for scheme in SCHEMES},
    "actor": ID + "actor/",
    "place": ID + "place/",
    "project": ID + "project/",
    "initiative": ID + "initiative/",
    "document": ID + "document/",
    "contact": ID + "contact/",
    "graph": GRAPHS,
    "entry": GRAPHS + "entry/",
    "register": GRAPHS + "register/",
    "samsh": BASE + "shapes#",
    "currency": "http://publications.europa.eu/resource/authority/currency/",
    "country": "http://publications.europa.eu/resource/authority/country/",
    "adms": "http://www.w3.org/ns/adms#",
    "csvw": "http://www.w3.org/ns/csvw#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcterms": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vann": "http://purl.org/vocab/vann/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": XSD,
}

ENTRY_GRAPHS = GRAPHS + "entry/"
REGISTER_GRAPHS = GRAPHS + "register/"
DERIVED_GRAPHS = GRAPHS + "derived/"
PRIVATE_GRAPHS = GRAPHS + "private/"
CODES_GRAPH = GRAPHS + "codes"
ONTOLOGY_GRAPH = GRAPHS + "ontology"
ALIGNMENTS_GRAPH = GRAPHS + "alignments"

LEVELS = ("local", "regional", "national", "transnational")


def slug(name: str) -> str:
    """Return the readable ASCII slug of a name: `Älvdalens Gymnasieskola Vux` gives `alvdalens-gymnasieskola-vux`.

    Letters lose their accents (å and ä become a, ö becomes o), the rest of the letters that ASCII lacks are
    spelled out where Swedish readers expect it, and every run of other characters becomes one hyphen.

    Raises:
        ValueError: if nothing of the name is left.
    """
    spelled = name.casefold().translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode("ascii")
    result = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not result:
        raise ValueError(f"no letter or digit to make a slug of in {name!r}")
    return result


_SPELLED = str.maketrans({"æ": "ae", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "&": " och "})


def code(scheme: str, notation: str) -> str:
    """Return the IRI of a code, for instance `code("role", "owner")`."""
    return f"{CODES}{scheme}/{notation}"


def entry_graph(project_slug: str) -> str:
    """Return the name of the graph that holds the entry of a project."""
    return ENTRY_GRAPHS + project_slug


def is_private(graph: str) -> bool:
    """Tell whether a graph must stay out of the store and of every export unless asked for."""
    return graph.startswith(PRIVATE_GRAPHS)


def compact(iri: str) -> str:
    """Return an IRI as `prefix:name` where a known prefix fits a plain name, else in angle brackets."""
    for prefix, namespace in _BY_LENGTH:
        if iri.startswith(namespace) and _LOCAL.fullmatch(local := iri[len(namespace) :]):
            return f"{prefix}:{local}"
    return f"<{iri}>"


# Keys of JSON-LD such as `role` and `actor` are properties, so the prefixes of things have names of their own there.
JSONLD_PREFIXES: dict[str, str] = {
    "samid": ID,
    "samcode": CODES,
    "samgraph": GRAPHS,
    "eu": "http://publications.europa.eu/resource/authority/",
    **{
        prefix: PREFIXES[prefix]
        for prefix in ("sam", "dcterms", "dqv", "foaf", "org", "owl", "prov", "rdf", "rdfs", "schema", "skos", "vann",
                       "vcard", "xsd")
    },
}  # fmt: skip

_BY_LENGTH = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
_LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")
