"""How versions of a graph lie on a server, beside whatever else it holds.

SERVER/versions            a small graph: which version is in use, how far a load has come, who loads
SERVER/<version>/all       every statement of a version, each once: what a query reads
SERVER/<version>/graphs    the names of the version's graphs, each with its number of statements
SERVER/<version>/graph/…   each graph of the version: the same statements once more, by graph

The statements stand twice because no SPARQL 1.1 server can be told in one request to read a hundred thousand graphs as
one, and because the default graph of a server is its own matter.
"""

from dataclasses import dataclass
from urllib.parse import quote, unquote

import pyoxigraph as ox

from kg.terms import BASE, GRAPHS

SERVER = BASE + "server/"
VERSIONS = SERVER + "versions"
LOCK = SERVER + "lock"
_TERMS = BASE + "server#"

STATEMENTS, DERIVED, GRAPH_COUNT, BUILT, NAME, DONE, SWITCH, HOLDER = (
    ox.NamedNode(_TERMS + name)
    for name in ("statements", "derived", "graphs", "built", "name", "done", "switch", "holder")
)


@dataclass(frozen=True)
class RemoteVersion:
    """A version on a server.

    Args:
        digest: what it is called there: a digest of its statements.
        name: the name of the local version that was loaded.
        quads: how many statements it holds.
        graphs: in how many graphs.
        derived: how many of them are derived.
        built: when the local version was built, in seconds since 1970.
    """

    digest: str
    name: str
    quads: int
    graphs: int
    derived: int
    built: float

    @property
    def iri(self) -> str:
        """The version itself."""
        return SERVER + self.digest

    @property
    def union(self) -> str:
        """The graph of all statements."""
        return f"{self.iri}/all"

    @property
    def catalogue(self) -> str:
        """The graph that names the version's graphs."""
        return f"{self.iri}/graphs"

    @property
    def prefix(self) -> str:
        """What the names of its graphs begin with."""
        return f"{self.iri}/graph/"

    def there(self, graph: str) -> str:
        """Return what a graph is called on the server."""
        if graph.startswith(GRAPHS):
            return self.prefix + graph.removeprefix(GRAPHS)
        return f"{self.prefix}?{quote(graph, safe='')}"

    def here(self, graph: str) -> str:
        """Return what a graph of the server is called in the embedded store."""
        rest = graph.removeprefix(self.prefix)
        return unquote(rest[1:]) if rest.startswith("?") else GRAPHS + rest
