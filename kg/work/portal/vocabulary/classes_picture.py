"""A picture of the classes: a box each, kinds inside what they are kinds of, and lines where a property leads.

What a property is called stands inside the box that it starts from, so that no line needs a label. Lines run between
neighbouring columns only, in the space between them, so that none runs through a box.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from kg.terms import NS, XSD
from kg.work.portal.paths import ONTOLOGY, page
from kg.work.portal.vocabulary.class_boxes import Box, Layout, lay_out
from kg.work.portal.vocabulary.facts import Facts, local, said

FONT = 13
LINE = 20
_STYLE = """
text { font: 13px "DejaVu Sans", Verdana, "Segoe UI", sans-serif; fill: #1b2524; }
.name { font-weight: bold; }
.small { font-size: 11px; fill: #4a5756; }
.derived { font-style: italic; }
.box { fill: #ffffff; stroke: #0b4a4f; stroke-width: 1.5; }
.head { fill: #dcebea; stroke: none; }
.kind { fill: #f3f5f4; stroke: #0b4a4f; stroke-width: 1; }
.line { fill: none; stroke: #0b4a4f; stroke-width: 1.5; }
.tip { fill: #0b4a4f; }
a:hover .name { text-decoration: underline; }
"""


@dataclass(frozen=True)
class Property:
    """A property as a row of a box: its label, what it leads to in words, its goal if that is a class of ours."""

    label: str
    goal: str
    leads: str
    derived: bool
    coming: bool = False

    @property
    def words(self) -> str:
        """The row as it is written."""
        return f"← {self.label}" if self.coming else f"{self.label} → {self.leads}"


def picture(facts: Facts, lang: str) -> str:
    """Return the picture as SVG, its words in `sv` or `en`."""
    drawer = _Drawer(facts, lang)
    return drawer.document(lay_out(drawer.boxes()))


class _Drawer:
    """The ontology, told in a language."""

    def __init__(self, facts: Facts, lang: str) -> None:
        self.facts = facts
        self.lang = lang
        self.classes = [iri for iri in facts.of_type("owl:Class") if iri.startswith(NS)]
        self.over = {
            iri: [other for other in facts.iris(iri, "rdfs:subClassOf") if other in self.classes]
            for iri in self.classes
        }

    def say(self, sv: str, en: str) -> str:
        """Return the word of the language."""
        return sv if self.lang == "sv" else en

    def label(self, iri: str) -> str:
        """Return what a term is called."""
        return said(self.facts.texts(iri, "rdfs:label"), self.lang)[0] or local(iri)

    def boxes(self) -> list[Box]:
        """Return a box for each class that is no kind of another, its kinds inside."""
        tops = [iri for iri in self.classes if not self.over[iri]]
        return [self._box(iri) for iri in tops]

    def _box(self, iri: str) -> Box:
        kinds = [self._box(other) for other in self.classes if self.over[other][:1] == [iri]]
        rows = list(self._properties(iri))
        return Box(
            iri,
            self.label(iri)[:1].upper() + self.label(iri)[1:],
            f"sam:{local(iri)}",
            tuple(row.words for row in rows),
            tuple(row.goal for row in rows),
            tuple(row.derived for row in rows),
            tuple(kinds),
        )

    def _properties(self, iri: str) -> Iterator[Property]:
        """Yield what is said of a class, the properties that lead to classes of ours first, those derived last."""
        own = self.facts.pointing("rdfs:domain", iri)
        found = [self._property(prop) for prop in own]
        yield from sorted(found, key=lambda prop: (prop.derived, not prop.goal, prop.label))
        for prop in self.facts.pointing("rdfs:range", iri):
            if not self.facts.iris(prop, "rdfs:domain"):
                yield Property(self.label(prop), "", "", derived=self._is_derived(prop), coming=True)

    def _property(self, iri: str) -> Property:
        ranges = self.facts.iris(iri, "rdfs:range")
        goal = next((other for other in ranges if other in self.classes), "")
        derived = self._is_derived(iri)
        return Property(self.label(iri), "" if derived else goal, self._leads(iri, ranges, goal), derived)

    def _leads(self, iri: str, ranges: list[str], goal: str) -> str:
        if goal:
            return self.label(goal)
        if self.facts.iris(iri, "sam:codeScheme"):
            return self.say("kod", "code")
        for value in ranges:
            if value.startswith(XSD) and local(value) in _VALUES:
                return self.say(*_VALUES[local(value)])
        is_link = "owl:ObjectProperty" in self.facts.types(iri)
        return self.say("flera slag", "several kinds") if is_link else self.say("värde", "value")

    def _is_derived(self, iri: str) -> bool:
        return self.facts.one(iri, "sam:derived") == "true"

    def document(self, layout: Layout) -> str:
        """Return the whole picture."""
        title = self.say("Klasserna i ontologin", "The classes of the ontology")
        about = self.say(
            "En ruta för varje klass. Det som är slag av en klass står inuti den. Varje rad är en egenskap, och en "
            "linje går från raden till den klass som egenskapen leder till. Kursiva egenskaper härleds. En rad som "
            "börjar med en pil åt vänster är en egenskap som leder hit från flera slags saker.",
            "A box for each class. Kinds of a class stand inside it. Each row is a property, and a line runs from the "
            "row to the class that the property leads to. Properties in italics are derived. A row that begins with "
            "an arrow to the left is a property that leads here from several kinds of things.",
        )
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{layout.width}" height="{layout.height}" '
            f'viewBox="0 0 {layout.width} {layout.height}" role="img" lang="{self.lang}" aria-labelledby="t d">',
            f'<title id="t">{escape(title)}</title>',
            f'<desc id="d">{escape(about)}</desc>',
            f"<style>{_STYLE}</style>",
            f'<rect width="{layout.width}" height="{layout.height}" fill="#ffffff"/>',
        ]
        parts += [self._line(points) for points in layout.lines]
        for placed in layout.placed:
            parts += self._drawn(placed.box, placed.x, placed.y, placed.width, top=True)
        return "\n".join([*parts, "</svg>", ""])

    def _line(self, points: tuple[tuple[int, int], ...]) -> str:
        path = " ".join(f"{'M' if number == 0 else 'L'}{x} {y}" for number, (x, y) in enumerate(points))
        (before, _), (x, y) = points[-2], points[-1]
        back = -9 if x > before else 9
        tip = f"M{x} {y} L{x + back} {y - 5} L{x + back} {y + 5} Z"
        joint = f'<circle class="tip" cx="{points[1][0]}" cy="{points[1][1]}" r="2.5"/>'
        return f'<path class="line" d="{path}"/>{joint}<path class="tip" d="{tip}"/>'

    def _drawn(self, box: Box, x: int, y: int, width: int, *, top: bool) -> Iterator[str]:
        """Yield a box and the boxes inside it."""
        link = quoteattr(f"{page(ONTOLOGY, self.lang)}#{local(box.iri)}")
        yield f'<rect class="{"box" if top else "kind"}" x="{x}" y="{y}" width="{width}" height="{box.height}" rx="4"/>'
        if top:
            yield f'<rect class="head" x="{x + 1}" y="{y + 1}" width="{width - 2}" height="{box.head - 2}" rx="3"/>'
        yield f'<a href={link}><text class="name" x="{x + 10}" y="{y + 18}">{escape(box.label)}</text></a>'
        yield f'<text class="small" x="{x + 10}" y="{y + 34}">{escape(box.note)}</text>'
        for number, words in enumerate(box.rows):
            kind = ' class="derived"' if box.derived[number] else ""
            yield f'<text{kind} x="{x + 10}" y="{box.row(y, number) + 5}">{escape(words)}</text>'
        for inner, below in box.kinds_at(y):
            yield from self._drawn(inner, x + 10, below, width - 20, top=False)


_VALUES = {
    "boolean": ("ja eller nej", "yes or no"),
    "date": ("datum", "date"),
    "decimal": ("tal", "number"),
    "integer": ("heltal", "whole number"),
    "string": ("text", "text"),
}
