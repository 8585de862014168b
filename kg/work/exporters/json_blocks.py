"""JSON-LD thing by thing, as `jsonld` has it."""

import json
from json.encoder import encode_basestring
from typing import Any

from kg.disk.turtle import sort_key
from kg.work.exporters.jsonld import ThingWriter
from kg.work.exporters.statements import Properties


class JsonBlocks:
    """Things as objects of one list, under the published context."""

    between = ",\n  "

    def __init__(self) -> None:
        self._writer = ThingWriter()

    def block(self, iri: str, properties: Properties) -> tuple[str, str]:
        """Return a thing as an object, and the key of its name."""
        return sort_key(iri), _written(self._writer.thing(iri, properties), "\n   ")

    def opening(self, *, empty: bool) -> str:
        """Return the context and the beginning of the list."""
        head = json.dumps({"@context": self._writer.context}, ensure_ascii=False, indent=1).removesuffix("\n}")
        return f'{head},\n "@graph": [' + ("" if empty else "\n  ")

    def closing(self, *, empty: bool) -> str:
        """Return the end of the list and of the document."""
        return "]\n}\n" if empty else "\n ]\n}\n"


def _written(value: Any, indent: str) -> str:
    """Return a value as `json.dumps` writes it with an indent of one, which is slow there.

    Args:
        value: an object, a list, a text, a whole number or a truth value.
        indent: a line end and what stands before the items of the value.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict):
        items = [f"{encode_basestring(key)}: {_written(item, indent + ' ')}" for key, item in value.items()]
        return f"{{{indent}{(',' + indent).join(items)}{indent[:-1]}}}"
    if isinstance(value, list):
        items = [_written(item, indent + " ") for item in value]
        return f"[{indent}{(',' + indent).join(items)}{indent[:-1]}]"
    return json.dumps(value)
