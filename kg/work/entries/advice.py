"""What the reader of an entry says when something is wrong: one function a kind of problem, in both languages."""

from collections.abc import Sequence
from pathlib import Path

from kg.disk.written import Place
from kg.work.form import Field
from kg.work.matching import Match, Near
from kg.work.problem import Problem

SHOWN = 80
LISTED = 8
LONGEST_LIST = 160  # characters of choices that a message lists

_REASONS = {
    "spelling": ("stavning", "spelling"),
    "former-name": ("tidigare namn", "former name"),
    "other-name": ("annat namn", "other name"),
    "same-number": ("samma organisationsnummer", "same organisation number"),
    "abbreviation": ("förkortning", "abbreviation"),
    "part": ("del av namnet", "part of the name"),
    "other-country": ("annat land", "another country"),
    "other-kind": ("annat slag av plats", "another kind of place"),
    "same-owner": ("samma ägare och period", "same owner and period"),
    "seat": ("platsens egen myndighet", "the authority of that place"),
    "zeros": ("en nolla först har fallit bort", "a zero before it is lost"),
}


def shown(value: str) -> str:
    """Return a value as a message quotes it: on one line, and not at length."""
    flat = " ".join(value.split())
    return flat if len(flat) <= SHOWN else flat[:SHOWN] + "…"


def unknown_key(place: Place, key: str, near: Sequence[str], near_en: Sequence[str], severity: str) -> Problem:
    """A key that the form does not have."""
    sv, en = _asked(near, near_en)
    return Problem(
        place, severity, "unknown-key", key, "",
        f'Här finns ingen uppgift som heter "{shown(key)}".{sv or " Ta bort den, eller se mallen: kg template."}',
        f'There is nothing called "{shown(key)}" here.{en or " Remove it, or see the form: kg template."}',
    )  # fmt: skip


def key_twice(place: Place, key: str, other: str) -> Problem:
    """Two keys that mean the same thing."""
    return Problem(
        place, "violation", "key-twice", key, "",
        f'"{shown(key)}" och "{shown(other)}" är samma uppgift. Behåll en av dem.',
        f'"{shown(key)}" and "{shown(other)}" are the same thing. Keep one of them.',
    )  # fmt: skip


def wrong_form(place: Place, field: Field, sv: str, en: str) -> Problem:
    """A value of the wrong form: a list where one value is asked for, a text where there should be keys."""
    return Problem(place, "violation", "wrong-form", field.key, "", sv, en)


def unknown_code(
    place: Place, field: Field, value: str, choices: tuple[Sequence[str], Sequence[str]], near: Sequence[Near],
    near_en: Sequence[str],
) -> Problem:  # fmt: skip
    """A value that is not in the code list of its field."""
    label_sv, label_en = field.name("sv"), field.name("en").replace("_", " ")
    told = [item.name for item in near]
    sv, en = _asked(told, near_en) if set(told) != set(choices[0]) else ("", "")
    return Problem(
        place, "violation", "unknown-code", field.key, value,
        f'"{shown(value)}" finns inte bland det som går att välja för {label_sv}. {_choices(choices[0], "sv")}{sv}',
        f'"{shown(value)}" is not one of the choices for {label_en}. {_choices(choices[1], "en")}{en}',
    )  # fmt: skip


def ambiguous(place: Place, field: Field, value: str, match: Match) -> Problem:
    """A name that several things bear."""
    named = "; ".join(f"{item.name} ({item.iri.rpartition('/')[2]})" for item in match.several[:LISTED])
    return Problem(
        place, "violation", "ambiguous-name", field.key, value,
        f'"{shown(value)}" är namn på {len(match.several)}: {named}. Skriv kortnamnet som står inom parentes.',
        f'"{shown(value)}" is the name of {len(match.several)}: {named}. Write the short name that is in brackets.',
    )  # fmt: skip


def unknown_place(place: Place, field: Field, value: str, match: Match) -> Problem:
    """A place that the register does not have."""
    sv, en = _near(match.near)
    return Problem(
        place, "violation", "unknown-place", field.key, value,
        f'Platsen "{shown(value)}" finns inte.{sv or " Ange en kommun, ett län, en Nutskod eller ett land."}',
        f'The place "{shown(value)}" does not exist.{en or " Give a municipality, county, NUTS code or country."}',
    )  # fmt: skip


def unknown_thing(place: Place, field: Field, value: str, near: Sequence[Near]) -> Problem:
    """A project or an initiative that the graph does not have."""
    sv, en = _near(near)
    return Problem(
        place, "violation", "unknown-project", field.key, value,
        f'Varken något projekt eller någon satsning i grafen heter "{shown(value)}".'
        f"{sv or ' Lägg till den först, eller skriv till: {titel: …} för att bara nämna ett projekt.'}",
        f'No project or initiative in the graph is called "{shown(value)}".'
        f"{en or ' Add it first, or write to: {title: …} only to mention a project.'}",
    )  # fmt: skip


def unknown_initiative(place: Place, field: Field, value: str, near: Sequence[Near]) -> Problem:
    """An initiative that the graph does not have, where a project is said to be part of it."""
    sv, en = _near(near)
    return Problem(
        place, "violation", "unknown-initiative", field.key, value,
        f'Satsningen "{shown(value)}" finns inte i grafen.{sv} Vilka som finns visar kg query initiatives; '
        "saknas den får den som sköter grafen lägga till den, och tills dess kan den nämnas i beskrivningen.",
        f'The initiative "{shown(value)}" is not in the graph.{en} kg query initiatives lists those that are; '
        "if it is missing, whoever keeps the graph may add it, and until then the description may name it.",
    )  # fmt: skip


def several_in_one(place: Place, field: Field, value: str, parts: Sequence[str]) -> Problem:
    """Several values that stand as one, with commas between them."""
    listed = "; ".join(parts)
    return Problem(
        place, "violation", "several-in-one", field.key, value,
        f'"{shown(value)}" läses som ett enda värde. Skriv flera så här: [{shown(", ".join(parts))}], och i en cell '
        f"med semikolon: {shown(listed)}.",
        f'"{shown(value)}" is read as a single value. Write several like this: [{shown(", ".join(parts))}], and in a '
        f"cell with semicolons: {shown(listed)}.",
    )  # fmt: skip


def one_of(place: Place, field: Field, value: str, parts: Sequence[str]) -> Problem:
    """Several values where only one may stand."""
    return Problem(
        place, "violation", "several-for-one", field.key, value,
        f'"{shown(value)}" är {len(parts)} värden, men här får ett stå. Skriv {shown(parts[0])}, och upprepa hela '
        f"raden med {shown(parts[1])} om båda gäller.",
        f'"{shown(value)}" is {len(parts)} values, but one may stand here. Write {shown(parts[0])}, and repeat the '
        f"whole row with {shown(parts[1])} if both hold.",
    )  # fmt: skip


def value_cut(place: Place, field: Field, value: str, rest: str) -> Problem:
    """A value in a YAML form on one line, which the comma in it has cut in two."""
    whole = shown(f"{value},{'' if rest[:1].isdigit() else ' '}{rest}")
    return Problem(
        place, "violation", "value-cut", field.key, value,
        f'Kommat delar värdet: "{shown(value)}" och "{shown(rest)}" läses var för sig. Sätt hela värdet inom '
        f'citattecken: "{whole}".',
        f'The comma cuts the value: "{shown(value)}" and "{shown(rest)}" are read apart. Put the whole value in '
        f'quotation marks: "{whole}".',
    )  # fmt: skip


def other_currency(place: Place, amount: str, written: str, stated: str) -> Problem:
    """An amount with another currency beside the figure than under its key."""
    return Problem(
        place, "violation", "currency-differs", "amount", amount,
        f'Beloppet "{shown(amount)}" säger {written}, men valutan är {stated}. Rätta det ena.',
        f'The amount "{shown(amount)}" says {written}, but the currency is {stated}. Correct one of them.',
    )  # fmt: skip


def example_row(place: Place, name: str) -> Problem:
    """A row that is still called an example, though somebody has written in it."""
    return Problem(
        place, "warning", "example-row", "project", name,
        f'Raden heter "{shown(name)}" och läses inte, men något är ifyllt. Skriv projektets kortnamn i stället, '
        "eller ta bort raden.",
        f'The row is called "{shown(name)}" and is not read, though it is filled in. Write the short name of the '
        "project instead, or remove the row.",
    )  # fmt: skip


def unknown_actor(place: Place, field: Field, value: str, near: Sequence[Near]) -> Problem:
    """An actor that the graph does not have: a doubt if a known one is near, else news."""
    sv, en = _near(near)
    if not near:
        return Problem(
            place, "info", "new-actor", field.key, value,
            f'Aktören "{shown(value)}" finns inte i grafen än och läggs till som ny.',
            f'Actor "{shown(value)}" is not in the graph yet and is added as new.',
        )  # fmt: skip
    return Problem(
        place, "warning", "unknown-actor", field.key, value,
        f'Aktören "{shown(value)}" är okänd.{sv} Annars läggs den till som ny.',
        f'Actor "{shown(value)}" is unknown.{en} Otherwise it is added as new.',
    )  # fmt: skip


def unresolved_actor(place: Place, field: Field, value: str, near: Sequence[Near]) -> Problem:
    """A name that does not tell who is meant."""
    sv, en = _near(near)
    return Problem(
        place, "warning", "unresolved-actor", field.key, value,
        f'Det går inte att se vilken aktör "{shown(value)}" är. Skriv hela namnet, gärna med ort.{sv}',
        f'It cannot be seen which actor "{shown(value)}" is. Write the whole name, preferably with a place.{en}',
    )  # fmt: skip


def no_keys(place: Place) -> Problem:
    """An entry that is no form at all."""
    return Problem(
        place, "violation", "no-keys", "", "",
        "En post skrivs med nycklar och värden, till exempel titel: Mitt projekt. Se mallen: kg template.",
        "An entry is written with keys and values, for example title: My project. See the form: kg template.",
    )  # fmt: skip


def nameless(place: Place) -> Problem:
    """A project without a title or an identifier to call it by."""
    return Problem(
        place, "violation", "title-missing", "title", "",
        "Projektet saknar titel. Skriv vad det heter.",
        "The project has no title. Write what it is called.",
    )  # fmt: skip


def unknown_sheet(place: Place, name: str) -> Problem:
    """A sheet that is neither of projects nor of parts."""
    return Problem(
        place, "warning", "unknown-sheet", name, "",
        f'Bladet "{shown(name)}" läses inte. Döp det som i mallen om det hör till posten: kg template --format xlsx.',
        f'The sheet "{shown(name)}" is not read. Name it as in the form if it belongs to the entry: '
        "kg template --format xlsx.",
    )  # fmt: skip


def no_projects(place: Place | None) -> Problem:
    """A file without any project in it."""
    place = place or Place(Path())
    return Problem(
        place, "violation", "no-projects", "", "",
        "Här finns inget projekt. Skriv rubriker på den första raden, till exempel titel och projektägare, "
        "och ett projekt på raden under. Raden exempel läses inte.",
        "There is no project here. Write headings in the first row, for example title and owner, and a project "
        "in the row below. The row example is not read.",
    )  # fmt: skip


CELLS = {
    "formula": ("violation", "cellen har en formel utan resultat", "the cell has a formula without a result"),
    "damaged": (
        "violation",
        "cellen har ett tecken som inte går att läsa",
        "the cell has a character that is unreadable",
    ),
    "merged": (
        "warning",
        "cellen är hopslagen med en annan och läses som tom",
        "the cell is merged with another and read as empty",
    ),
}


def no_value(place: Place, field: Field, value: str, note: str) -> Problem:
    """A cell that holds no value of its own: a formula that was never reckoned, a part of a merged cell."""
    severity, sv, en = CELLS[note]
    quoted = f' ("{shown(value)}")' if value else ""
    return Problem(
        place, severity, f"cell-{note}", field.key, value,
        f"{field.name('sv').capitalize()}: {sv}{quoted}. Skriv värdet i cellen.",
        f"{field.key.replace('_', ' ').capitalize()}: {en}{quoted}. Write the value in the cell.",
    )  # fmt: skip


def no_such_project(place: Place, key: str, name: str, near: Sequence[str]) -> Problem:
    """A row of a part that belongs to no project of the workbook; `key` is the heading of the column that says so."""
    sv, en = _asked(near, near)
    return Problem(
        place, "violation", "part-of-no-project", key, name,
        f'Inget projekt på bladet Projekt har kortnamnet, diarienumret eller titeln "{shown(name)}".{sv}'
        if name else "Raden säger inte vilket projekt den hör till. Fyll i kolumnen projekt.",
        f'No project on the sheet of projects has the short name, identifier or title "{shown(name)}".{en}'
        if name else "The row does not say which project it belongs to. Fill in the column project.",
    )  # fmt: skip


def rows_differ(place: Place, key: str, value: str, other: str, there: Place) -> Problem:
    """Two rows of one project that say different things."""
    return Problem(
        place, "violation", "rows-differ", key, value,
        f'Här står "{shown(value)}", men {_within(there, "sv")} säger "{shown(other)}" om samma projekt.',
        f'Here it says "{shown(value)}", but {_within(there, "en")} says "{shown(other)}" of the same project.',
    )  # fmt: skip


def _within(place: Place, lang: str) -> str:
    """Return a place in the same file."""
    return place.text(lang, "-").removeprefix("-").lstrip(": ")


def wrong_slug(place: Place, key: str, value: str) -> Problem:
    """A short name of the wrong form."""
    return Problem(
        place, "violation", "slug-form", key, value,
        f'Kortnamnet "{shown(value)}" får bara ha a–z, 0–9 och enkla bindestreck, till exempel mitt-projekt.',
        f'The short name "{shown(value)}" may only have a–z, 0–9 and single hyphens, for example my-project.',
    )  # fmt: skip


def entry_twice(place: Place, title: str, other: Place) -> Problem:
    """An entry that has been handed in already, with other values."""
    return Problem(
        place, "violation", "entry-twice", "title", title,
        f'"{shown(title)}" står redan på en annan plats ({other.text("sv", other.path.name)}), med andra uppgifter. '
        "Behåll en av dem, eller ge dem olika kortnamn.",
        f'"{shown(title)}" stands in another place already ({other.text("en", other.path.name)}), with other values. '
        "Keep one of them, or give them short names of their own.",
    )  # fmt: skip


def slug_taken(place: Place, slug: str, theirs: str, ours: str) -> Problem:
    """A short name of a project that is called otherwise."""
    return Problem(
        place, "warning", "slug-with-other-title", "slug", slug,
        f'Kortnamnet {slug} är redan "{shown(theirs)}" i grafen, och den posten ersätts av "{shown(ours)}". '
        "Skriv ett annat kortnamn om det är ett annat projekt.",
        f'The short name {slug} is "{shown(theirs)}" in the graph already, and that entry is replaced by '
        f'"{shown(ours)}". Write another short name if it is another project.',
    )  # fmt: skip


def wrong_id(place: Place, field: Field, value: str) -> Problem:
    """An id of the wrong form."""
    return Problem(
        place, "violation", "id-form", field.key, value,
        f'"{shown(value)}" är inget id. Ett id har bara bokstäver, siffror och bindestreck, till exempel goal-1.',
        f'"{shown(value)}" is not an id. An id has only letters, digits and hyphens, for example goal-1.',
    )  # fmt: skip


def unknown_owner_unsourced(place: Place, value: str) -> Problem:
    """An owner that is said to be unknown, without a source."""
    return Problem(
        place, "violation", "owner-unknown-source", "owner", value,
        "Ägaren är markerad som okänd, men ingen källa är angiven. Ange under källor det dokument som inte säger vem "
        "som äger projektet, eller skriv vem det är.",
        "The owner is marked as unknown, but no source is given. Give under sources the document that does not say who "
        "owns the project, or write who it is.",
    )  # fmt: skip


def wrong_contact_id(place: Place, value: str, start: str) -> Problem:
    """An id of a contact person that another project's may have."""
    return Problem(
        place, "violation", "contact-id-form", "id", value,
        f'"{shown(value)}" kan inte vara id för en kontakt i det här projektet. Ta bort id, eller skriv till exempel '
        f"{start}kontakt.",
        f'"{shown(value)}" cannot be the id of a contact in this project. Remove the id, or write for example '
        f"{start}kontakt.",
    )  # fmt: skip


def id_twice(place: Place, value: str) -> Problem:
    """An id that two parts have."""
    return Problem(
        place, "violation", "id-twice", "id", value,
        f'Två delar av posten har id "{shown(value)}". Ge varje del ett eget, eller ta bort id.',
        f'Two parts of the entry have the id "{shown(value)}". Give each its own, or remove the id.',
    )  # fmt: skip


def identifier_taken(place: Place, identifier: str, theirs: str, iri: str, what: str, ours: str) -> Problem:
    """An identifier that a project of another title or owner has."""
    sv, en = {"title": ("titeln", "the title"), "owner": ("ägaren", "the owner")}[what]
    name = iri.rpartition("/")[2]
    return Problem(
        place, "violation", f"identifier-with-other-{what}", "identifier", identifier,
        f'{identifier} finns redan i grafen, och där är {sv} "{shown(theirs)}", inte "{shown(ours)}". '
        f"Rätta numret, eller skriv kortnamn: {name} om det är samma projekt som har ändrats.",
        f'{identifier} is in the graph already, and there {en} is "{shown(theirs)}", not "{shown(ours)}". '
        f"Correct the number, or write slug: {name} if it is the same project, changed.",
    )  # fmt: skip


def updated(place: Place, title: str, slug: str) -> Problem:
    """A project that the graph has under the same title, so that the entry is a new version of it."""
    return Problem(
        place, "info", "updates-entry", "title", title,
        f'"{shown(title)}" finns redan i grafen ({slug}) och uppdateras. Skriv ett eget kortnamn om det är ett annat '
        "projekt.",
        f'"{shown(title)}" is in the graph already ({slug}) and is updated. Write a short name of its own if it is '
        "another project.",
    )  # fmt: skip


def identifier_of_another(place: Place, identifier: str, title: str, iri: str) -> Problem:
    """An identifier that another project than the one named has."""
    name = iri.rpartition("/")[2]
    return Problem(
        place, "violation", "identifier-of-another", "identifier", identifier,
        f'{identifier} hör i grafen till ett annat projekt, "{shown(title)}" ({name}). Rätta numret eller kortnamnet.',
        f'In the graph {identifier} is of another project, "{shown(title)}" ({name}). Correct the number or the short '
        "name.",
    )  # fmt: skip


def unreadable_title(place: Place, value: str) -> Problem:
    """A title without a letter or digit in it."""
    return Problem(
        place, "violation", "title-unreadable", "title", value,
        f'"{shown(value)}" är ingen titel. Skriv vad projektet heter, med bokstäver.',
        f'"{shown(value)}" is not a title. Write what the project is called, in letters.',
    )  # fmt: skip


def unreadable_name(place: Place, field: Field, value: str) -> Problem:
    """A name without a letter or digit in it."""
    return Problem(
        place, "violation", "name-unreadable", field.key, value,
        f'"{shown(value)}" är inget namn. Skriv det med bokstäver.',
        f'"{shown(value)}" is not a name. Write it in letters.',
    )  # fmt: skip


def figure_for_actor(place: Place, field: Field, value: str) -> Problem:
    """A number, a date or an amount where an actor should stand."""
    return Problem(
        place, "violation", "actor-is-number", field.key, value,
        f'"{shown(value)}" är ett tal eller ett datum, inte någon aktör. Har två kolumner eller fält bytt plats?',
        f'"{shown(value)}" is a number or a date, not an actor. Are two columns or fields swapped?',
    )  # fmt: skip


def unknown_number(place: Place, field: Field, number: str) -> Problem:
    """An organisation number that is right, and that no actor of the graph has."""
    return Problem(
        place, "violation", "unknown-number", field.key, number,
        f"Ingen aktör i grafen har organisationsnumret {number}. Skriv aktörens namn, och numret under "
        "organisationsnummer.",
        f"No actor in the graph has organisation number {number}. Write the actor's name, and the number under "
        "organisation_number.",
    )  # fmt: skip


def known_by_number(place: Place, field: Field, value: str, holder: Near) -> Problem:
    """An actor that is known by its number under another name than the one written."""
    return Problem(
        place, "warning", "name-of-number", field.key, value,
        f'Numret hör till {holder.name}, som tas för den som menas; du skrev "{shown(value)}".',
        f'The number belongs to {holder.name}, which is taken to be meant; you wrote "{shown(value)}".',
    )  # fmt: skip


def number_of_another(place: Place, field: Field, name: str, number: str, match: Match) -> Problem:
    """A name and an organisation number that are not the same actor's."""
    if match.way == "other-number":
        sv, en = f"{match.near[0].name} har ett annat nummer", f"{match.near[0].name} has another number"
    else:
        holder = match.several[-1].name
        sv, en = f"{number} hör till {holder}", f"{number} belongs to {holder}"
    return Problem(
        place, "violation", "number-of-another", field.key, number,
        f'Namnet "{shown(name)}" och organisationsnumret {number} stämmer inte överens: {sv}. Rätta det ena.',
        f'The name "{shown(name)}" and organisation number {number} do not agree: {en}. Correct one of them.',
    )  # fmt: skip


def likely_double(place: Place, title: str, near: Near) -> Problem:
    """A project that may be one that the graph has, under another name."""
    slug = near.iri.rpartition("/")[2]
    return Problem(
        place, "warning", "likely-double", "title", title,
        f"Projektet liknar {near.name} (samma ägare och period). Uppdatera det i stället för att lägga till ett nytt: "
        f"skriv kortnamn: {slug}.",
        f"The project looks like {near.name} (same owner and period). Update it instead of adding a new one: "
        f"write slug: {slug}.",
    )  # fmt: skip


def wrong_area(
    place: Place, field: Field, value: str, name: tuple[str, str], stated: tuple[str, str], right: tuple[str, str]
) -> Problem:
    """A place that lies in another area than the one stated beside it; names are in Swedish and in English."""
    return Problem(
        place, "violation", "place-outside-area", field.key, value,
        f"{name[0]} ligger i {right[0]}, inte i {stated[0]}. Rätta det som är fel, eller ta bort det ena.",
        f"{name[1]} is in {right[1]}, not in {stated[1]}. Correct what is wrong, or remove one of them.",
    )  # fmt: skip


def _choices(names: Sequence[str], lang: str) -> str:
    listed = list(names[:LISTED])
    while len(listed) > 1 and len(", ".join(listed)) > LONGEST_LIST:
        listed.pop()
    if not listed:
        return ""
    choose, such_as, either = (
        ("Välj", "till exempel ", " eller ") if lang == "sv" else ("Choose", "for example ", " or ")
    )
    joined = either.join(filter(None, [", ".join(listed[:-1]), listed[-1]]))
    return f"{choose} {such_as if len(listed) < len(names) else ''}{joined}."


def _near(near: Sequence[Near]) -> tuple[str, str]:
    near = near[:3]
    if not near:
        return "", ""
    told_sv = " eller ".join(f"{item.name} ({_REASONS.get(item.reason, (item.reason, ''))[0]})" for item in near)
    told_en = " or ".join(f"{item.name} ({_REASONS.get(item.reason, ('', item.reason))[1]})" for item in near)
    return f" Menade du {told_sv}?", f" Did you mean {told_en}?"


def _asked(near: Sequence[str], near_en: Sequence[str]) -> tuple[str, str]:
    return (
        f" Menade du {' eller '.join(near)}?" if near else "",
        f" Did you mean {' or '.join(near_en)}?" if near_en else "",
    )
