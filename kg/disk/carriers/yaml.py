"""YAML: every value is the text that was written; nothing is a number, a date or a yes by its looks."""

import re
from pathlib import Path

import yaml

from kg.disk.carriers.source import ENTRY, CarrierError, Limits, Source, read_source, shorten
from kg.disk.carriers.tree import Tree
from kg.disk.written import Place, Written

# The parser in C where PyYAML has it: ten times faster, same events.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


def read_yaml(path: Path, limits: Limits = ENTRY) -> list[Written]:
    """Return what is written in a YAML file: one tree a document; a list's items one by one.

    Args:
        path: the file, as `read_source` takes it.
        limits: how large it may be.

    Raises:
        CarrierError: with `path:line`, for broken YAML, an anchor, an alias, a tag, a key that stands twice, and
            what passes the limits.
    """
    source = read_source(path, limits.size)
    # The parser looks through all of these for each one of them: a hundred thousand would take it hours.
    if found := re.search("^%TAG", source.text, re.MULTILINE):
        raise _with_percent(source.place(found.start()))
    # YAML ends lines at these, and no editor does: what looks like one value would be two keys.
    if found := re.search("[\u2028\u2029]", source.text):
        raise CarrierError(
            source.place(found.start()),
            f"an unseen line separator (U+{ord(found.group()):04X}); write the text anew here",
            f"en osynlig radskiljare (U+{ord(found.group()):04X}); skriv om texten här",
        )
    tree = Tree(source, limits)
    try:
        for event in yaml.parse(source.text, Loader=_LOADER):
            _take(event, tree, source)
    except yaml.MarkedYAMLError as error:
        raise _explained(error, source) from None
    except (yaml.YAMLError, ValueError) as error:
        raise CarrierError(Place(path), f"not valid YAML: {shorten(str(error))}", "inte giltig YAML") from None
    return tree.entries()


def _take(event: yaml.Event, tree: Tree, source: Source) -> None:
    """Hand an event over to the tree."""
    index = event.start_mark.index if event.start_mark else 0
    if isinstance(event, yaml.NodeEvent):
        _refuse_names(event, source.place(index))
    if isinstance(event, yaml.ScalarEvent):
        plain = not event.style
        if plain and tree.wants_key and ":" in event.value:
            shown = shorten(event.value)
            raise CarrierError(
                source.place(index),
                f'write a space after the colon in "{shown}"',
                f'skriv ett mellanslag efter kolonet i "{shown}"',
            )
        empty = plain and not tree.wants_key and event.value in _NOTHING
        tree.scalar("" if empty else event.value, index)
    elif isinstance(event, yaml.CollectionStartEvent):
        tree.open(index, pairs=isinstance(event, yaml.MappingStartEvent))
    elif isinstance(event, yaml.CollectionEndEvent):
        tree.close()


def _refuse_names(event: yaml.NodeEvent, place: Place) -> None:
    """Refuse anchors, aliases and tags: they make a small file large, or run what it names."""
    if isinstance(event, yaml.AliasEvent):
        kind = "*"
    elif event.anchor is not None:
        kind = "&"
    elif getattr(event, "tag", None) is not None:
        kind = "!"
    else:
        return
    raise _reserved(place, kind)


def _reserved(place: Place, sign: str) -> CarrierError:
    en, sv = {"*": ("an alias", "ett alias"), "&": ("an anchor", "ett ankare"), "!": ("a tag", "en typmärkning")}[sign]
    return CarrierError(
        place,
        f'{en} ("{sign}…") is not taken; put a text that begins with {sign} in quotation marks',
        f'{sv} ("{sign}…") tas inte emot; sätt en text som börjar med {sign} inom citattecken',
    )


def _with_percent(place: Place) -> CarrierError:
    return CarrierError(place, "leave out the line that begins with %", "ta bort raden som börjar med %")


# What the parser says, in C or Python; whether the place that counts is where the thing began; what to tell.
_MISTAKES = (
    (
        r"mapping values are not allowed",
        False,
        "a colon followed by a space where it cannot stand: put a text that holds one in quotation marks, "
        "and check the indentation",
        "ett kolon följt av mellanslag där det inte kan stå: sätt en text som innehåller det inom citattecken, "
        "och kontrollera indraget",
    ),
    (
        r"could not find expected ':'",
        True,
        'the line has no "key: value"; write a colon and a space after the key, and indent a text that continues',
        'raden har inget "nyckel: värde"; skriv kolon och mellanslag efter nyckeln, och dra in en text som fortsätter',
    ),
    (
        r"quoted scalar.*(end of stream|document (separator|indicator))",
        True,
        "the quotation mark here is never closed",
        "citattecknet här avslutas aldrig",
    ),
    (
        r"quoted scalar",
        True,
        r"a backslash in a text within double quotation marks; write \\ for it, or use single ones",
        r"ett omvänt snedstreck i en text inom dubbla citattecken; skriv \\ i stället, eller använd enkla",
    ),
    (
        r"flow sequence",
        True,
        "the list that begins with [ here is not closed with ], or a comma is missing in it",
        "listan som börjar med [ här avslutas inte med ], eller så saknas ett komma i den",
    ),
    (
        r"flow mapping",
        True,
        "the group that begins with { here is not closed with }, or a comma is missing in it",
        "gruppen som börjar med { här avslutas inte med }, eller så saknas ett komma i den",
    ),
    (
        r"node content",
        False,
        "a bracket or a comma that does not belong here; put a text that begins with one in quotation marks",
        "en parentes eller ett komma som inte hör hemma här; sätt en text som börjar så inom citattecken",
    ),
    (
        r"block scalar",
        True,
        "after | or > the text begins on the next line; put a text that begins with such a sign in quotation marks",
        "efter | eller > börjar texten på nästa rad; sätt en text som börjar med ett sådant tecken inom citattecken",
    ),
    (
        r"sequence entries are not allowed",
        False,
        "the dash of a list must begin a line of its own, below its key",
        "strecket i en lista ska börja en egen rad, under sin nyckel",
    ),
    (
        r"did not find expected key|expected <block end>|did not find expected '-'",
        False,
        "the line does not go with those above it: check the indentation, that a list and keys are not mixed, "
        "and that nothing stands after a closing quotation mark",
        "raden hör inte ihop med raderna ovanför: kontrollera indraget, att lista och nycklar inte blandas, "
        "och att inget står efter ett avslutande citattecken",
    ),
    (
        r"document start",
        False,
        "something stands after the end of the document; begin a new one with ---",
        "något står efter dokumentets slut; börja ett nytt med ---",
    ),
)


def _explained(error: yaml.MarkedYAMLError, source: Source) -> CarrierError:
    """Return the error of the parser in words for whoever wrote the file."""
    said = f"{error.context or ''}: {error.problem or ''}"
    problem = error.problem_mark or error.context_mark
    begun = error.context_mark or problem
    at, start = (mark.index if mark else 0 for mark in (problem, begun))
    if alias := re.search(r"scanning an (alias|anchor)", said):
        return _reserved(source.place(start), "*" if alias[1] == "alias" else "&")
    if re.search(r"\btag\b", said):
        return _reserved(source.place(start), "!")
    if re.search(r"incompatible YAML|directive", said):
        return _with_percent(source.place(at))
    sign = source.text[at : at + 1]
    if "tab character" in said or ("cannot start any token" in said and sign == "\t"):
        return CarrierError(
            source.place(at), "a tab indents the line; use spaces", "raden är indragen med tabb; använd mellanslag"
        )
    if "cannot start any token" in said:
        return CarrierError(
            source.place(at),
            f"a value cannot begin with {sign}; put it in quotation marks",
            f"ett värde kan inte börja med {sign}; sätt det inom citattecken",
        )
    for pattern, from_start, en, sv in _MISTAKES:
        if re.search(pattern, said):
            return CarrierError(source.place(start if from_start else at), en, sv)
    detail = shorten(error.problem or error.context or "")
    return CarrierError(source.place(at), f"not valid YAML: {detail}", f"inte giltig YAML: {detail}")
