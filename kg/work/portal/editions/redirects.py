"""The redirect file for w3id.org: from a persistent name to the file that answers, by what the reader asks for.

w3id/.htaccess     the rules, for Apache's mod_rewrite, to be sent to https://github.com/perma-id/w3id.org
w3id/README.md     what the folder there has to say of itself
"""

import re
from collections.abc import Iterable, Iterator

from kg.errors import InputError
from kg.terms import BASE, ID
from kg.work.portal.editions.edition import Withdrawn
from kg.work.portal.file import File
from kg.work.portal.site import Site

RULES, README = "w3id/.htaccess", "w3id/README.md"

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+/(?:[A-Za-z0-9._~/-]*/)?")
_NAME = re.compile(re.escape(ID) + r"([a-z]+)/([a-z0-9-]+)")
# What may stand in a rule as the place to go to: nothing that mod_rewrite reads as its own, and no white space.
_GOAL = re.compile(r"https?://[A-Za-z0-9._~:/?#@!&*+,;=-]+")

# Forms in which things are there, the one preferred first among equals: the variable that holds how much it is wanted,
# its media types, what says most last, and its ending.
_FORMS = (
    ("TTL", (r"application/x-turtle|text/n3", r"text/turtle"), "ttl"),
    ("JSON", (r"application/json", r"application/ld\+json"), "jsonld"),
    ("RDF", (r"application/rdf\+xml",), "rdf"),
    ("HTML", (r"\*/\*", r"text/\*", r"application/xhtml\+xml", r"text/html"), "html"),
)

_NOT = "0."  # a quality of nothing; its digits follow
_PAGES = "projects|actors|places|search|changes|withdrawn"
_SLUG, _CODE = "[a-z0-9-]+", "[A-Za-z0-9-]+"


def files(site: Site, withdrawn: Iterable[Withdrawn] = ()) -> Iterator[File]:
    """Yield the rules and what the folder at w3id.org says of itself.

    Args:
        site: the publication; `base_url` is where the names lead.
        withdrawn: names whose things are gone: they answer 410, or lead to what replaces them.

    Raises:
        InputError: if the publication's address cannot stand in a rule.
    """
    base = site.config.base_url
    if not _ADDRESS.fullmatch(base):
        raise InputError(
            f"{base}: an address that w3id.org is to lead to is http or https, of plain letters, and ends in /",
            f"{base}: en adress som w3id.org ska leda till är http eller https, av vanliga tecken, och slutar med /",
        )
    yield File.of(RULES, "\n".join([*_head(site), *_gone(withdrawn), *_wishes(), *_rules(base), ""]))
    yield File.of(README, _readme(site))


def _head(site: Site) -> Iterator[str]:
    yield "# Samverkan: https://w3id.org/samverkan/ leads to"
    yield f"# {site.config.base_url}"
    yield "# Swedish is the default language; a browser that prefers English gets the English page."
    yield "Options +FollowSymLinks"
    yield "RewriteEngine on"
    yield ""
    yield "<IfModule mod_headers.c>"
    yield 'Header always merge Vary "Accept, Accept-Language"'
    yield 'Header always set Access-Control-Allow-Origin "*"'
    yield "</IfModule>"
    page = f"{site.config.base_url}withdrawn"
    told = (
        f"<!DOCTYPE html><html lang='sv'><title>410</title><p>Tillbakadraget: <a href='{page}.html'>{page}.html</a></p>"
        f"<p lang='en'>Withdrawn: <a href='{page}.en.html'>{page}.en.html</a></p></html>"
    )
    yield f'ErrorDocument 410 "{told}"'


def _gone(withdrawn: Iterable[Withdrawn]) -> Iterator[str]:
    """Yield a rule for each name that is withdrawn."""
    yield ""
    yield "# Names that are withdrawn: replaced (301) or gone (410). Their pages and data stay under their file names."
    for one in withdrawn:
        found = _NAME.fullmatch(one.iri)
        if found is None:
            continue
        name = f"^(?:id/{found[1]}{'|graph/entry' if found[1] == 'project' else ''})/{found[2]}/?$"
        if len(one.replaced_by) == 1 and _GOAL.fullmatch(one.replaced_by[0]):
            yield f'RewriteRule "{name}" "{one.replaced_by[0]}" [R=301,NE,L]'
        else:
            yield f'RewriteRule "{name}" "-" [G]'


def _wishes() -> Iterator[str]:
    """Yield the rules that weigh what the reader asks for: the form into ENDING, the language into PAGE."""
    yield ""
    yield "# How much the reader wants each form (q, 0 to 1), by a wildcard or by name."
    yield 'RewriteRule "^" "-" [E=ENDING:html,E=PAGE:html]'
    yield f'RewriteRule "^" "-" [E=TTL:{_NOT},E=JSON:{_NOT},E=RDF:{_NOT},E=HTML:{_NOT},E=SV:{_NOT},E=EN:{_NOT}]'
    for variable, media, _ in _FORMS:
        yield from _weighed(variable, "Accept", media)
    yield "# The form wanted most; among equals data before pages, as only programs ask for data by name."
    for variable, _, ending in _FORMS[::-1]:
        others = [other for other, _, _ in _FORMS if other != variable]
        above = "".join(f" && reqenv('{variable}') >= reqenv('{other}')" for other in others)
        yield f"RewriteCond expr \"reqenv('{variable}') != '{_NOT}'{above}\""
        yield f'RewriteRule "^" "-" [E=ENDING:{ending}]'
    yield "# The language wanted most; somebody who asks for others than Swedish and English gets English."
    yield from _weighed("SV", "Accept-Language", (r"sv(?:-[a-z0-9-]+)?",))
    yield from _weighed("EN", "Accept-Language", (r"en(?:-[a-z0-9-]+)?",))
    yield "RewriteCond expr \"reqenv('EN') > reqenv('SV')\" [OR]"
    neither = f"reqenv('EN') == '{_NOT}' && reqenv('SV') == '{_NOT}'"
    yield f"RewriteCond expr \"{neither} && req('Accept-Language') =~ /[a-z]/\""
    yield 'RewriteRule "^" "-" [E=PAGE:en.html]'
    yield "RewriteCond expr \"reqenv('ENDING') == 'html'\""
    yield 'RewriteRule "^" "-" [E=ENDING:%{ENV:PAGE}]'


def _weighed(variable: str, header: str, values: Iterable[str]) -> Iterator[str]:
    """Yield the rules that take the quality of a value, of the last that is asked for; without one it is 1.

    A quality is written as RFC 9110, 12.4.2, has it, and kept without zeros at its end, so that it compares as text.
    """
    for value in values:
        start = rf"(?:^|,)\s*(?:{value})\s*(?:;\s*(?!q\s*=)[^;,]*)*"
        whole, part = r";\s*q\s*=\s*1(?:\.0*)?\s*(?:[,;]|$)", r";\s*q\s*=\s*0(?:\.([0-9]*?)0*)?\s*(?:[,;]|$)"
        yield f'RewriteCond "%{{HTTP:{header}}}" "{start}(?:,|$|{whole})" [NC]'
        yield f'RewriteRule "^" "-" [E={variable}:1]'
        yield f'RewriteCond "%{{HTTP:{header}}}" "{start}{part}" [NC]'
        yield f'RewriteRule "^" "-" [E={variable}:{_NOT}%1]'


def _rules(base: str) -> Iterator[str]:
    """Yield where each name leads: 303 for a thing, which is no file, and 302 for a document."""
    ending = "%{ENV:ENDING}"
    no_rdf = "RewriteCond expr \"reqenv('ENDING') == 'rdf'\""
    yield ""
    yield "# The JSON-LD context, with or without its version; a version of the ontology; then a file by its own name."
    yield f'RewriteRule "^(context(?:/[0-9]+(?:\\.[0-9]+)*)?)(?:\\.jsonld)?/?$" "{base}$1.jsonld" [R=302,NE,L]'
    yield f'RewriteRule "^ns/([0-9]+(?:\\.[0-9]+)*)/?$" "{base}ns/$1.ttl" [R=302,NE,L]'
    yield f'RewriteRule "^((?:{_CODE}/)*{_CODE}(?:\\.[A-Za-z0-9]+)+)$" "{base}$1" [R=302,NE,L]'
    yield f'RewriteRule "^(\\.well-known/void|SHA256SUMS)$" "{base}$1" [R=302,NE,L]'
    yield f'RewriteRule "^$" "{base}index.%{{ENV:PAGE}}" [R=302,NE,L]'
    yield ""
    yield "# The ontology, and the catalogue: there in all forms."
    yield f'RewriteRule "^ns/?$" "{base}ns.{ending}" [R=302,NE,L]'
    yield "RewriteCond expr \"reqenv('ENDING') !~ /html/\""
    yield f'RewriteRule "^(?:catalog|dataset)/?$" "{base}catalog.{ending}" [R=302,NE,L]'
    yield f'RewriteRule "^(?:catalog|dataset)/?$" "{base}index.{ending}" [R=302,NE,L]'
    yield "# The rest is there as Turtle where RDF/XML is asked for."
    yield no_rdf
    yield 'RewriteRule "^" "-" [E=ENDING:ttl]'
    yield ""
    yield "# Things, the entries that describe projects, and codes."
    yield f'RewriteRule "^(id/[a-z]+/{_SLUG})/?$" "{base}$1.{ending}" [R=303,NE,L]'
    yield f'RewriteRule "^graph/entry/({_SLUG})/?$" "{base}id/project/$1.{ending}" [R=303,NE,L]'
    yield f'RewriteRule "^graph/[a-z]+(?:/{_SLUG})?/?$" "{base}data/samverkan.trig" [R=303,NE,L]'
    yield f'RewriteRule "^codes/([a-z-]+)/?$" "{base}codes/$1.{ending}" [R=303,NE,L]'
    yield f'RewriteRule "^codes/([a-z-]+)/({_CODE})/?$" "{base}codes/$1.{ending}#$2" [R=303,NE,L]'
    yield ""
    yield "# Editions, shapes and questions: as Turtle or as a page."
    yield "RewriteCond expr \"reqenv('ENDING') == 'jsonld'\""
    yield 'RewriteRule "^" "-" [E=ENDING:ttl]'
    yield f'RewriteRule "^changes/([0-9]+)/?$" "{base}changes/$1.{ending}" [R=303,NE,L]'
    yield f'RewriteRule "^(shapes|queries)/?$" "{base}$1.{ending}" [R=302,NE,L]'
    yield f'RewriteRule "^shapes/({_SLUG})/?$" "{base}shapes/$1.ttl" [R=302,NE,L]'
    yield 'RewriteCond "%{HTTP:Accept}" "application/sparql-query" [NC]'
    yield f'RewriteRule "^queries/({_SLUG})/?$" "{base}queries/$1.rq" [R=302,NE,L]'
    yield f'RewriteRule "^queries/({_SLUG})/?$" "{base}queries.{ending}#$1" [R=303,NE,L]'
    yield ""
    yield "# Pages without data beside them."
    yield f'RewriteRule "^({_PAGES})/?$" "{base}$1.%{{ENV:PAGE}}" [R=302,NE,L]'


def _readme(site: Site) -> str:
    config = site.config
    return f"""# Samverkan

{BASE} is the persistent address of a knowledge graph of publicly funded cooperation projects: its things
(`id/`), codes (`codes/`), ontology (`ns`), shapes, questions and JSON-LD context.

* Leads to: {config.base_url}
* Publisher: {_plain(config.publisher.name["en"])}, {config.publisher.iri}
* Contact: {_plain(config.contact.name["en"])}, {_plain(config.contact.email)}
* Maintainers (GitHub user names): to be filled in by the publisher when the folder is sent in

`.htaccess` is written together with the publication and answers by `Accept` and `Accept-Language`: 303 for a thing,
302 for a document, 301 for a name that another has replaced, 410 for one that is withdrawn.
"""


def _plain(text: str) -> str:
    """Return a text on one line, without what Markdown or HTML would read as its own."""
    return re.sub(r"[^\w .,:;@()+/-]+", " ", " ".join(text.split()))
