"""The kinds of things, by the folder under id/ that they stand in: what they are called and where they are listed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ThingKind:
    """A kind of thing: its folder, the stem of its list, and what its things are called together."""

    folder: str
    stem: str
    sv: str
    en: str

    def name(self, lang: str) -> str:
        """Return what the things are called together."""
        return self.sv if lang == "sv" else self.en


KINDS = (
    ThingKind("project", "projects", "Projekt", "Projects"),
    ThingKind("actor", "actors", "Aktörer", "Actors"),
    ThingKind("place", "places", "Platser", "Places"),
    ThingKind("initiative", "initiatives", "Satsningar och avtal", "Initiatives and agreements"),
    ThingKind("document", "documents", "Källdokument", "Source documents"),
)
_BY_FOLDER = {kind.folder: kind for kind in KINDS}


def kind_of(folder: str) -> ThingKind:
    """Return the kind of the things in a folder; one that is not known is called as its folder."""
    name = folder.capitalize()
    return _BY_FOLDER.get(folder) or ThingKind(folder, f"{folder}s", name, name)
