"""The sources of a project: its documents, and the places in them where its statements stand."""

from collections.abc import Iterable
from dataclasses import replace

from kg.disk.turtle import sort_key
from kg.work.pages.page import For, Line, Part, grouped, said
from kg.work.pages.view import View

PARTS = ("project", "goalOf", "contributionTo", "activityOf", "eventOf", "referenceFrom")


def parts(view: View) -> list[str]:
    """Return the parts of a project: its participations, goals, money, activities, events and references."""
    return [part for name in PARTS for part in view.reader.users(f"sam:{name}", view.thing)]


def sources(view: View) -> tuple[Line, ...]:
    """Return the documents of a project's entry, and below each the places in it that the project points to."""
    places = dict(grouped(_places(view), lambda place: view.reader.value(place, "sam:document")))
    lines: list[Line] = []
    for file, title, document in sorted(_documents(view)):
        own = places.pop(document, [])
        count = f" ({len(own)} {_word(view, len(own))})"
        lines.append(said(0, Part(file, document), ": ", title, count))
        lines += [_place(view, place) for place in own]
    for document, own in sorted(places.items()):  # what an entry points to, though it is not read from it
        lines.append(said(0, view.called(document), audience=For.WEB))
        lines += [_place(view, place) for place in own]
    return tuple(lines)


def lines_in_words(view: View, place: str) -> str:
    """Return which lines of a document a piece of evidence is: `rad 7` or `rad 7–9`."""
    first, last = (view.reader.value(place, name) for name in ("sam:firstLine", "sam:lastLine"))
    if not first:
        return view.say("hela dokumentet", "the whole document")
    if first == last or not last:
        return view.say("rad", "line") + f" {first}"
    return view.say("rad", "lines") + f" {first}–{last}"


def _documents(view: View) -> Iterable[tuple[str, Part, str]]:
    for entry in view.reader.users("foaf:primaryTopic", view.thing):
        for document in view.reader.values(entry, "dcterms:source"):
            for file in view.reader.values(document, "dcterms:identifier"):
                name = view.reader.name(document, view.lang)
                yield file, Part(name.value, lang=name.lang), document


def _places(view: View) -> list[str]:
    """Return the evidence of the project's entry, and that of its parts wherever they are described."""
    reader, about = view.reader, [view.thing, *parts(view)]
    about += [indicator for goal in reader.users("sam:goalOf", view.thing)
              for indicator in reader.users("sam:indicatorOf", goal)]  # fmt: skip
    about += [finding for thing in list(about) for finding in reader.users("sam:about", thing)]
    found = {place for thing in about for place in reader.values(thing, "sam:evidence")}
    found |= {part for part in reader.parts(view.thing) if reader.values(part, "sam:document")}
    return sorted((place for place in found if place.startswith(f"{view.thing}#")), key=sort_key)


def _place(view: View, place: str) -> Line:
    """Return a place of a document, and which properties of the project stand there."""
    names = [view.property_name(name) for name in view.reader.values(place, "sam:evidenceFor")]
    line = said(1, lines_in_words(view, place), f": {', '.join(sorted(names))}" if names else "", audience=For.WEB)
    return replace(line, anchors=(place,))


def _word(view: View, number: int) -> str:
    return view.say("ställe", "place") if number == 1 else view.say("ställen", "places")
