"""A problem: something that is wrong, or doubtful, with what somebody wrote."""

from dataclasses import dataclass

from kg.disk.written import Place


@dataclass(frozen=True, slots=True)
class Problem:
    """Where, which value, what is wrong and how to mend it, in both languages.

    `severity` is `violation`, `warning` or `info`; `check` is the stable name of what was looked for, for instance
    `amount-unreadable`; `key` is what the writer calls the value; `value` is the value as written.
    """

    place: Place
    severity: str
    check: str
    key: str
    value: str
    sv: str
    en: str
