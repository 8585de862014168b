"""A form filled in: the keys that somebody wrote, each with its field, and what is wrong with the keys themselves."""

from dataclasses import dataclass, field

from kg.disk.written import Items, Pairs, Place, Text, Written
from kg.work.entries import advice
from kg.work.form import Field, Form
from kg.work.form_context import IRI as CONTEXT
from kg.work.problem import Problem
from kg.work.values import characters


@dataclass
class Filled:
    """What stands in one form: each field once, with its key as written.

    `values` has what is filled in, `blanks` where the rest would stand, `unread` the properties that could not be read.
    """

    name: str
    place: Place
    values: dict[str, tuple[Field, Text, Written]] = field(default_factory=dict)
    keys: dict[str, Text] = field(default_factory=dict)
    blanks: dict[str, tuple[Field, Place]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def take(self, key: str) -> tuple[Field, Text, Written] | None:
        """Return a field that is filled in, and leave it out from now on."""
        return self.values.pop(key, None)

    def text(self, key: str) -> str:
        """Return the single value of a field, or nothing."""
        found = self.values.get(key)
        return found[2].value if found and isinstance(found[2], Text) else ""


def fill(form: Form, name: str, written: Pairs, problems: list[Problem], also: str = "") -> Filled:
    """Return a form filled in with what somebody wrote.

    Args:
        form: the form.
        name: the class whose fields are asked for, `Goal`.
        written: keys and values.
        problems: where unknown and doubled keys are told.
        also: another class whose fields may stand beside those of the first: the actor of a participation.
    """
    filled = Filled(name, written.place)
    before: tuple[Field, Text] | None = None  # what stands before a key, if it is a single value
    for key, value in written:
        if key.value == "@context" and isinstance(value, Text) and value.value == CONTEXT:
            continue
        found = form.field(name, key.value) or (form.field(also, key.value) if also else None)
        if found is None and before and _is_cut(before[1], key, value):
            before = _cut(filled, problems, before, key)
            continue
        before = (found, value) if found and isinstance(value, Text) else None
        if found is None:
            near = near_keys(form, name, key.value)
            severity = "warning" if key.place.column or key.place.sheet else "violation"
            if not (severity == "warning" and is_blank(value)):
                problems.append(advice.unknown_key(key.place, key.value, near[0], near[1], severity))
        elif found.key in filled.keys:
            other = filled.keys[found.key]
            if is_blank(value):
                continue
            if found.key in filled.values:
                problems.append(advice.key_twice(key.place, key.value, other.value))
            else:
                filled.values[found.key] = (found, key, value)
        else:
            filled.keys[found.key] = key
            if is_blank(value):
                filled.blanks[found.key] = (found, value.place)
            else:
                filled.values[found.key] = (found, key, value)
    return filled


def _is_cut(before: Text, key: Text, value: Written) -> bool:
    """Tell whether a key that nobody knows is the rest of the value before it: `{amount: 3,4 mkr}` in YAML."""
    is_alone = isinstance(value, Text) and not value.value and not (key.place.sheet or key.place.column)
    return is_alone and bool(before.value) and key.place.line == before.place.line


def _cut(filled: Filled, problems: list[Problem], before: tuple[Field, Text], key: Text) -> tuple[Field, Text]:
    """Tell that a comma has cut a value in two, leave the value out, and return it as far as it is read."""
    field, value = before
    if problems and problems[-1].check == "value-cut" and problems[-1].place == value.place:
        problems.pop()
    problems.append(advice.value_cut(value.place, field, value.value, key.value))
    filled.values.pop(field.key, None)
    filled.unread.append(field.path)
    return field, Text(f"{value.value},{'' if key.value[:1].isdigit() else ' '}{key.value}", value.place)


def near_keys(form: Form, name: str, key: str) -> tuple[list[str], list[str]]:
    """Return the keys of a class that are near one that it does not have, in Swedish and in English."""
    found = [form.field(name, near) for lang in ("sv", "en") for near in form.near(name, key, lang)]
    fields = {field.key: field for field in found if field}
    return [field.name("sv") for field in fields.values()], list(fields)


def is_blank(value: Written) -> bool:
    """Tell whether nothing is written there, or only a sign or a word for nothing: `-`, `saknas`."""
    if isinstance(value, Text):
        return characters.is_blank(value.value, "sv")
    if isinstance(value, Items):
        return all(is_blank(item) for item in value)
    return all(is_blank(item) for _, item in value)


def as_items(value: Written) -> list[Written]:
    """Return a list as it stands, and anything else as the only thing of one; blanks are left out."""
    return [item for item in (value.items if isinstance(value, Items) else (value,)) if not is_blank(item)]
