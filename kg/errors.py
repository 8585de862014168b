"""The errors a caller can make, in both languages, and the exit code that each means.

KgError
├── InputError            2  wrong input or usage
│   ├── ListedError          several things at once, each on a line of its own
│   ├── ParseError           a file or query that cannot be read, with its place
│   ├── UnknownNameError     a name that matches nothing; says what is near
│   ├── AmbiguousNameError   a name that matches several things; lists them
│   ├── ParameterError       a parameter that a question does not take, or a value of the wrong kind
│   ├── QueryRefusedError    a query that is not read-only, reaches outside, or passed a limit
│   └── BuildError           data that cannot become a store
├── StoreError            3  no store, or one that cannot be read or written
│   └── RemoteError          a server that does not answer, or not as it should
│       └── RowLimitError    a server that leaves rows out
└── WorkerError           3  a process that ended in the middle of its work
"""


class KgError(Exception):
    """A mistake in calling, told in one sentence in English and one in Swedish."""

    exit_code = 2

    def __init__(self, en: str, sv: str) -> None:
        super().__init__(en)
        self.en = en
        self.sv = sv

    def __reduce__(self) -> tuple[type["KgError"], tuple[str, str]]:
        """Come whole out of a process of its own: an exception is otherwise made anew of its first text alone."""
        return type(self), (self.en, self.sv)

    def text(self, lang: str) -> str:
        """Return the message in `sv` or, for any other language, English."""
        return self.sv if lang == "sv" else self.en


class InputError(KgError):
    """Wrong input or usage."""


class ListedError(InputError):
    """Several things to mend, or lines to copy: told line by line, where any other mistake is told on one."""


class ParseError(InputError):
    """A file or a query that cannot be read."""


class UnknownNameError(InputError):
    """A name that matches nothing in the graph."""


class AmbiguousNameError(InputError):
    """A name that matches several things in the graph."""


class ParameterError(InputError):
    """A parameter that a question does not take, or a value of the wrong kind."""


class QueryRefusedError(InputError):
    """A query that is not read-only, reaches outside the public graph, or passed a limit."""


class BuildError(InputError):
    """Data that cannot become a store."""


class StoreError(KgError):
    """No store, or one that cannot be read or written."""

    exit_code = 3


class RemoteError(StoreError):
    """A server that does not answer, or not as it should."""


class RowLimitError(RemoteError):
    """A server that leaves rows out of an answer."""


class WorkerError(KgError):
    """A process of our own that ended in the middle of its work: out of memory, or ended from outside."""

    exit_code = 3
