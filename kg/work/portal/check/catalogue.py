"""What a file of DCAT tells of: catalogues, datasets, distributions and services, each with its properties."""

from collections.abc import Iterable, Mapping
from functools import cached_property

import pyoxigraph as ox

from kg.work.portal.catalogue.statements import name
from kg.work.shacl.index import Index, Name, Term

_LINKS = {
    "dcat:Catalog": ("dcat:catalog",),
    "dcat:Dataset": ("dcat:dataset",),
    "dcat:Distribution": ("dcat:distribution",),
    "dcat:DataService": ("dcat:service", "dcat:accessService"),
    "foaf:Agent": ("dcterms:publisher",),
    "vcard:Organization": ("dcat:contactPoint",),
}


class Catalogue:
    """The statements of a description of data, by what they are about.

    A node counts as a dataset, distribution and so on if it is typed as one or if a link says so.
    """

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.index = Index(triples, frozenset(name(link) for links in _LINKS.values() for link in links))

    def values(self, node: Term, *properties: str) -> list[Term]:
        """Return the values of a node for properties, in order."""
        found = (value for short in properties for value in self.index.objects(node, name(short)))
        return sorted(found, key=str)

    def texts(self, node: Term, *properties: str) -> list[str]:
        """Return the text or IRI of each value of a node for properties, in order."""
        return [value.value for value in self.values(node, *properties)]

    def is_a(self, node: Term, kind: str) -> bool:
        """Tell whether a node is of a class."""
        return self.index.is_a(node, name(kind))

    @cached_property
    def catalogues(self) -> list[Name]:
        """The catalogues."""
        return self._all("dcat:Catalog")

    @cached_property
    def datasets(self) -> list[Name]:
        """The datasets; a catalogue or a series that a catalogue links to is none."""
        others = {*self.catalogues, *self._all("dcat:DatasetSeries")}
        return [node for node in self._all("dcat:Dataset") if node not in others]

    @cached_property
    def distributions(self) -> list[Name]:
        """The distributions."""
        return self._all("dcat:Distribution")

    @cached_property
    def services(self) -> list[Name]:
        """The data services."""
        return self._all("dcat:DataService")

    @cached_property
    def publishers(self) -> list[Name]:
        """The publishers of anything."""
        return self.linked("dcterms:publisher")

    @cached_property
    def contacts(self) -> list[Name]:
        """The contact points of anything."""
        return self.linked("dcat:contactPoint")

    def distributions_of(self, dataset: Name) -> list[Name]:
        """Return the distributions of a dataset."""
        return [value for value in self.values(dataset, "dcat:distribution") if not isinstance(value, ox.Literal)]

    def owner(self, node: Name) -> Name:
        """Return the node with an IRI that leads to one without, over others without; itself if there is none."""
        seen = {node}
        while isinstance(node, ox.BlankNode) and (above := self._above.get(node)) and above not in seen:
            seen.add(above)
            node = above
        return node

    @cached_property
    def _above(self) -> Mapping[Term, Name]:
        """What leads to each node without an IRI: the first of them by its name, one with an IRI before the others."""
        found: dict[Term, Name] = {}
        for subject, _, value in self.index.triples:
            if isinstance(value, ox.BlankNode):
                found[value] = min(found.get(value, subject), subject, key=_iris_first)
        return found

    def linked(self, link: str) -> list[Name]:
        """Return the nodes that a link of DCAT leads to from anywhere, in order."""
        found = self.index.pairs(name(link))
        return sorted((node for node in found if not isinstance(node, ox.Literal)), key=str)

    def _all(self, kind: str) -> list[Name]:
        typed = self.index.instances(name(kind))
        linked = {node for link in _LINKS.get(kind, ()) for node in self.linked(link)}
        found = {node for node in typed if not isinstance(node, ox.Literal)} | linked
        return sorted(found, key=str)


def _iris_first(node: Name) -> tuple[bool, str]:
    return isinstance(node, ox.BlankNode), node.value
