"""Pictures: well-formed, complete, and every label readable, as worked out from the coordinates in the SVG."""

import itertools
import math
import re
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from kg.work.drawing import DOT, FONT, LETTER, PALETTE, draw
from kg.work.network import Neighbour, Network, Shared

SVG = "{http://www.w3.org/2000/svg}"
NAMES = [
    "Ale kommun",
    "Arbetsförmedlingen i Västra Götaland",
    "AF",
    "Länsstyrelsen i Norrbottens län",
    "Göteborgs-Oslo regionen",
]


class Box(NamedTuple):
    """A rectangle, perhaps turned: its corners in order."""

    name: str
    corners: tuple[tuple[float, float], ...]


def invented(count: int, projects: int = 2, centre: str = "Falu kommun") -> Network:
    shared = [Shared(f"http://p/{number}", f"Projekt {number}", ("owner",), ("local",)) for number in range(projects)]
    neighbours = tuple(
        Neighbour(
            f"http://a/{number}", f"{NAMES[number % len(NAMES)]} {number}", tuple(shared[: number % projects + 1])
        )
        for number in range(count)
    )
    return Network("http://a/centre", centre, neighbours)


def elements(svg: str, tag: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(SVG + tag))


def boxes(svg: str) -> list[Box]:
    """Return the rectangles of the neighbours' names, by the width that the drawing reckons a letter to have."""
    found = []
    for group in elements(svg, "g"):
        place = re.fullmatch(r"translate\((\S+) (\S+)\) rotate\((\S+)\)", group.get("transform", ""))
        text = group.find(SVG + "text")
        if place and text is not None:
            x, y, degrees = map(float, place.groups())
            width = len(text.text or "") * LETTER
            start = float(text.get("x", "0"))
            left = start - width if text.get("text-anchor") == "end" else start
            middle = float(text.get("y", "0")) - FONT * 0.35
            flat = [(a, middle + b) for a, b in ((left, -5), (left + width, -5), (left + width, 5), (left, 5))]
            found.append(Box(text.text or "", tuple(turned(*corner, degrees, x, y) for corner in flat)))
    return found


def turned(a: float, b: float, degrees: float, x: float, y: float) -> tuple[float, float]:
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return (x + a * cosine - b * sine, y + a * sine + b * cosine)


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two rectangles meet: they do unless some side of one has the other wholly beyond it."""
    for box in (one, other):
        for (ax, ay), (bx, by) in itertools.pairwise((*box.corners, box.corners[0])):
            normal = (by - ay, ax - bx)
            spans = [[normal[0] * x + normal[1] * y for x, y in each.corners] for each in (one, other)]
            if max(spans[0]) <= min(spans[1]) or max(spans[1]) <= min(spans[0]):
                return False
    return True


def centre_box(svg: str) -> Box:
    rect = elements(svg, "rect")[1]
    x, y, width, height = (float(rect.get(name, "0")) for name in ("x", "y", "width", "height"))
    return Box("centre", ((x, y), (x + width, y), (x + width, y + height), (x, y + height)))


def view(svg: str) -> tuple[float, float, float, float]:
    left, top, width, height = map(float, ElementTree.fromstring(svg).get("viewBox", "").split())
    return left, top, left + width, top + height


def test_boxes_that_meet_are_told_from_boxes_that_do_not() -> None:
    square = Box("", ((0, 0), (2, 0), (2, 2), (0, 2)))
    diamond = Box("", ((3, -1), (5, 1), (3, 3), (1, 1)))
    assert overlap(square, diamond)
    assert not overlap(square, Box("", ((5, -1), (7, 1), (5, 3), (3, 1))))


@pytest.mark.parametrize("count", [1, 2, 5, 6, 16, 17, 40, 60, 200])
def test_no_two_names_overlap(count: int) -> None:
    found = boxes(draw(invented(count)))
    assert len(found) == count
    assert [(one.name, other.name) for one, other in itertools.combinations(found, 2) if overlap(one, other)] == []


@pytest.mark.parametrize("count", [5, 16, 60])
def test_no_name_overlaps_the_middle(count: int) -> None:
    svg = draw(invented(count))
    assert [box.name for box in boxes(svg) if overlap(box, centre_box(svg))] == []


@pytest.mark.parametrize("count", [2, 6, 17])
def test_no_name_overlaps_a_long_name_in_the_middle(count: int) -> None:
    svg = draw(invented(count, centre="Myndigheten för ungdoms- och civilsamhällesfrågor"))
    dots = [circle_at(group) for group in elements(svg, "g") if "rotate" in group.get("transform", "")]
    left, right = centre_box(svg).corners[0][0], centre_box(svg).corners[1][0]
    assert [box.name for box in boxes(svg) if overlap(box, centre_box(svg))] == []
    assert [(x, y) for x, y in dots if abs(y) < 15 and left < x < right] == []


def circle_at(group: ElementTree.Element) -> tuple[float, float]:
    x, y = re.findall(r"-?\d+\.\d+", group.get("transform", ""))[:2]
    return float(x), float(y)


@pytest.mark.parametrize("count", [0, 1, 5, 17, 60])
def test_everything_is_within_the_picture(count: int) -> None:
    svg = draw(invented(count))
    left, top, right, bottom = view(svg)
    for box in [*boxes(svg), centre_box(svg)]:
        assert all(left <= x <= right and top <= y <= bottom for x, y in box.corners), box.name
    root = ElementTree.fromstring(svg)
    assert float(root.get("width", "")) == right - left
    assert float(root.get("height", "")) == bottom - top


@pytest.mark.parametrize("count", [5, 16, 17, 60])
def test_no_name_is_upside_down(count: int) -> None:
    for group in elements(draw(invented(count)), "g"):
        if turn := re.search(r"rotate\((\S+)\)", group.get("transform", "")):
            assert -90 <= float(turn[1]) <= 90


@pytest.mark.parametrize("count", [0, 1, 5, 60])
def test_every_name_is_there_once_and_in_full(count: int) -> None:
    network = invented(count)
    texts = [text.text for text in elements(draw(network), "text")]
    assert [texts.count(other.name) for other in network.neighbours] == [1] * count
    assert texts.count(network.name) == 1


def test_a_neighbour_has_a_dot_of_its_colour_for_each_shared_project() -> None:
    network = invented(4, projects=3)
    legend = {(circle.get("fill") or "") for circle in elements(draw(network), "circle") if circle.get("r") == "5.5"}
    assert legend == set(PALETTE[:3])
    for group in elements(draw(network), "g"):
        text = group.find(SVG + "text")
        if text is not None and "rotate" in group.get("transform", ""):
            (other,) = [neighbour for neighbour in network.neighbours if neighbour.name == text.text]
            dots = group.findall(SVG + "circle")
            assert [dot.get("fill") for dot in dots] == list(PALETTE[: len(other.shared)])
            assert [abs(float(dot.get("cx", ""))) for dot in dots] == [DOT * number for number in range(len(dots))]


def test_there_are_lines_to_all_neighbours_thicker_for_more_projects() -> None:
    widths = {line.get("stroke-width") for line in elements(draw(invented(4, projects=2)), "line")}
    assert len(elements(draw(invented(4)), "line")) == 4
    assert widths == {"0.8", "2.0"}


@pytest.mark.parametrize(
    ("lang", "count", "words"),
    [("sv", 1, "1 aktörer"), ("sv", 2, "2 aktörer"), ("en", 1, "1 actor"), ("en", 2, "2 actors")],
)
def test_the_heading_is_in_the_language(lang: str, count: int, words: str) -> None:
    texts = [text.text for text in elements(draw(invented(count), lang), "text")]
    assert ("Samarbetsnätverk: Falu kommun" if lang == "sv" else "Cooperation network: Falu kommun") in texts
    if (lang, count) != ("sv", 1):
        assert words in texts


def test_one_neighbour_is_told_in_the_singular_in_swedish() -> None:
    assert "1 aktör" in [text.text for text in elements(draw(invented(1), "sv"), "text")]


def test_signs_of_xml_in_names_stay_text() -> None:
    odd = Network("http://a/?x=1&y='2'", 'A <b> & "c"', (Neighbour("http://a/o", "<script>alert(1)</script>", (
        Shared("http://p/", "]]> & <p>", ("<r>",), ()),)),))  # fmt: skip
    svg = draw(odd)
    texts = [text.text for text in elements(svg, "text")]
    assert "<script>alert(1)</script>" in texts
    assert elements(svg, "script") == []
    assert "]]> & <p> (1)" in texts


def test_the_order_of_the_neighbours_does_not_matter() -> None:
    network = invented(20)
    turned_round = Network(network.centre, network.name, network.neighbours[::-1])
    assert draw(turned_round) == draw(network)
