import io

import networkx as nx
import pyoxigraph as ox
import pytest
from kg_help import iri, store_of

from kg.work.exporters.network import network_file
from kg.work.network import Neighbour, Network, Shared, network_of
from kg.work.rules import derive, read_rules

DATA = """
project:x dcterms:title "Xet"@sv, "The X"@en . project:y dcterms:title "ypsilon"@sv .
actor:a skos:prefLabel "Alfa"@sv . actor:b skos:prefLabel "beta"@sv . actor:c skos:prefLabel "Cesar"@sv, "Caesar"@en .
actor:p skos:prefLabel "Planerad"@sv . actor:g a sam:ActorGroup ; skos:prefLabel "Grupp"@sv .
:1 sam:project project:x ; sam:actor actor:a ; sam:role role:owner ; sam:cooperationStatus cooperation-status:actual .
:2 sam:project project:x ; sam:actor actor:b ; sam:role role:funder ; sam:level level:national ;
  sam:cooperationStatus cooperation-status:actual .
:3 sam:project project:x ; sam:actor actor:b ; sam:role role:co-financier ;
  sam:cooperationStatus cooperation-status:actual .
:4 sam:project project:x ; sam:actor actor:p ; sam:role role:funder ; sam:cooperationStatus cooperation-status:planned .
:5 sam:project project:x ; sam:actor actor:g ; sam:role role:funder ; sam:cooperationStatus cooperation-status:actual .
:6 sam:project project:y ; sam:actor actor:a ; sam:role role:host ; sam:cooperationStatus cooperation-status:actual .
:7 sam:project project:y ; sam:actor actor:c ; sam:role role:host ; sam:level level:local ;
  sam:cooperationStatus cooperation-status:actual .
:8 sam:project project:y ; sam:actor actor:b ; sam:role role:host ; sam:cooperationStatus cooperation-status:actual .
:9 sam:project project:y ; sam:actor actor:b ; sam:role role:owner ; sam:cooperationStatus cooperation-status:planned .
"""


def read(data: bytes, form: str) -> "nx.Graph[str]":
    return nx.parse_graphml(data.decode()) if form == "graphml" else nx.read_gexf(io.BytesIO(data))


@pytest.fixture(scope="module")
def own() -> ox.Store:
    store = store_of(DATA)
    derive(store, [rule for rule in read_rules() if rule.name == "cooperates-with"])
    return store


@pytest.fixture(scope="module")
def network(own: ox.Store) -> Network:
    return network_of(own, iri("actor:a"))


def test_neighbours_are_those_who_actually_take_part_those_with_most_in_common_first(network: Network) -> None:
    x, y = iri("project:x").value, iri("project:y").value
    assert network == Network(
        iri("actor:a").value,
        "Alfa",
        (
            Neighbour(
                iri("actor:b").value,
                "beta",
                (Shared(x, "Xet", ("co-financier", "funder"), ("national",)), Shared(y, "ypsilon", ("host",), ())),
            ),
            Neighbour(iri("actor:c").value, "Cesar", (Shared(y, "ypsilon", ("host",), ("local",)),)),
        ),
    )


def test_the_projects_are_in_order_of_title_case_aside(network: Network) -> None:
    assert network.projects == {iri("project:x").value: "Xet", iri("project:y").value: "ypsilon"}


def test_an_actor_without_cooperation_has_an_empty_network(own: ox.Store) -> None:
    assert network_of(own, iri("actor:p")) == Network(iri("actor:p").value, "Planerad", ())


def test_a_network_is_mutual_in_the_real_data(graph: ox.Store) -> None:
    hedemora = iri("actor:hedemora-larcentrum")
    neighbours = {other.iri for other in network_of(graph, hedemora).neighbours}
    assert neighbours
    for other in sorted(neighbours)[:5]:
        assert hedemora.value in {back.iri for back in network_of(graph, ox.NamedNode(other)).neighbours}


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_a_network_file_is_read_back_by_networkx(network: Network, form: str) -> None:
    found = read(network_file(network, form), form)
    a, b, c = (iri(f"actor:{name}").value for name in "abc")
    assert {node: found.nodes[node]["label"] for node in found.nodes} == {a: "Alfa", b: "beta", c: "Cesar"}
    assert [node for node in found.nodes if found.nodes[node]["centre"]] == [a]
    assert found.edges[a, b]["weight"] == 2
    assert found.edges[a, b]["projects"] == "Xet; ypsilon"
    assert set(found.edges) == {(a, b), (a, c)}


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_the_same_network_gives_the_same_bytes_without_a_date(network: Network, form: str) -> None:
    turned = Network(network.centre, network.name, network.neighbours[::-1])
    data = network_file(network, form)
    assert network_file(turned, form) == data
    assert b"date" not in data


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_signs_of_xml_in_a_name_stay_text(form: str) -> None:
    odd = Network("http://a/?x=1&y=2", 'A <b> & "c"', (Neighbour("http://a/o", "]]> ' é 😀", ()),))
    found = read(network_file(odd, form), form)
    assert {found.nodes[node]["label"] for node in found.nodes} == {'A <b> & "c"', "]]> ' é 😀"}


def test_every_actor_has_the_neighbours_that_it_cooperates_with(graph: ox.Store) -> None:
    cooperates = list(graph.quads_for_pattern(None, iri("sam:cooperatesWith"), None))
    actors = {quad.subject for quad in cooperates}
    assert len(actors) > 60
    for actor in actors:
        assert isinstance(actor, ox.NamedNode)
        others = {str(quad.object) for quad in cooperates if quad.subject == actor}
        assert {f"<{other.iri}>" for other in network_of(graph, actor).neighbours} == others
