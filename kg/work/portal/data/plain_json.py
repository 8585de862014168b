"""JSON for people to read: what fits on a line stands on one, the rest an item a line."""

import json

from kg.disk.turtle import WIDTH

_TERM = 400  # characters: a term of a context stands on one line
_FEW = 6  # members: what has more and holds others does not fit on a line
_encode = json.JSONEncoder(ensure_ascii=False).encode


def pretty(value: object) -> str:
    """Return a value as JSON, keys in the order given; a context inside has a term a line."""
    return _pretty(value, 0, WIDTH) + "\n"


def _pretty(value: object, depth: int, width: int) -> str:
    if not isinstance(value, dict | list):
        return _encode(value)
    if depth and (depth > 1 or width != _TERM) and (len(value) <= _FEW or isinstance(value, list)):
        line = _encode(value)
        if len(line) + depth <= width:
            return line
    space = "\n" + " " * (depth + 1)
    if isinstance(value, list):
        items = [_pretty(item, depth + 1, width) for item in value]
        return f"[{space}{f',{space}'.join(items)}{space[:-1]}]"
    items = [
        f"{_encode(key)}: {_pretty(item, depth + 1, _TERM if key == '@context' else width)}"
        for key, item in value.items()
    ]
    return f"{{{space}{f',{space}'.join(items)}{space[:-1]}}}"
