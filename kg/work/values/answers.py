"""Yes or no."""

from kg.work.values.characters import code_line
from kg.work.values.refusal import Read, Refusal, refuse, shown

_YES = {"ja", "j", "yes", "y", "true", "sant", "sann", "x", "1", "✓", "✔", "☑", "☒"}
_NO = {"nej", "n", "no", "false", "falskt", "falsk", "0", "☐"}


def read_boolean(text: str) -> Read[bool] | Refusal:
    """Return whether a text says yes (`ja`, `sant`, `x`, `1`) or no (`nej`, `falskt`, `0`)."""
    line = code_line(text)
    if isinstance(line, Refusal):
        return line
    word = line.casefold().rstrip(".!")
    if word in _YES | _NO:
        return Read(word in _YES)
    return refuse(
        "boolean-unreadable",
        f'"{shown(text)}" är inget svar. Skriv ja eller nej.',
        f'"{shown(text)}" is not an answer. Write yes or no.',
    )
