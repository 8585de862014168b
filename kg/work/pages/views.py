"""Which view tells of a thing."""

from kg.work.pages.actor import ActorView
from kg.work.pages.document import DocumentView
from kg.work.pages.place import PlaceView
from kg.work.pages.project import ProjectView
from kg.work.pages.reader import Reader
from kg.work.pages.view import View

_VIEWS: tuple[tuple[str, type[View]], ...] = (
    ("Project", ProjectView),
    ("Actor", ActorView),
    ("Place", PlaceView),
    ("SourceDocument", DocumentView),
)


def view_of(reader: Reader, thing: str, lang: str) -> View:
    """Return the view of a thing in Swedish (`sv`) or English (`en`), by what it is."""
    kinds = reader.kinds(thing)
    kind = next((view for name, view in _VIEWS if name in kinds), View)
    return kind(reader, thing, lang)
