"""The IRIs of what the catalogue describes: the catalogue itself, its dataset, publisher, contact and their parts."""

from kg.work.portal import paths
from kg.work.portal.site import Site


def part(site: Site, name: str) -> str:
    """Return the IRI of something that the catalogue describes: its address in RDF/XML, which is what is harvested."""
    return site.address(f"{paths.CATALOGUE}.rdf#{name}")


def catalogue_iri(site: Site) -> str:
    """Return the IRI of the catalogue."""
    return part(site, "catalog")


def dataset_iri(site: Site) -> str:
    """Return the IRI of the one dataset, in the catalogue and in VoID."""
    return part(site, "dataset")


def service_iri(site: Site) -> str:
    """Return the IRI of the SPARQL service, if there is one."""
    return part(site, "sparql")


def contact_iri(site: Site) -> str:
    """Return the IRI of the contact, which is never that of the publisher."""
    return part(site, "contact")


def rights_iri(site: Site) -> str:
    """Return the IRI of what is said of the rights to the data."""
    return part(site, "rights")
