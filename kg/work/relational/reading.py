"""Read a canned question's SPARQL as a tree."""

import re
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from kg.terms import RDF_TYPE, XSD
from kg.work.relational.syntax import (
    Aggregate,
    Alternative,
    Bind,
    Call,
    Element,
    Exists,
    Expression,
    Filter,
    Group,
    Minus,
    Optional,
    Path,
    Repeated,
    Select,
    Sequence,
    Step,
    Term,
    Triple,
    Union,
    UntranslatableError,
    Values,
    Var,
)

_TOKEN = re.compile(
    r"""(?P<space>(?:\s+|\#[^\n]*)+)
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<string>"(?:[^"\\\n]|\\.)*")
    |(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<number>[0-9]+(?:\.[0-9]+)?)
    |(?P<variable>\?\w+)
    |(?P<name>[A-Za-z][\w-]*:[\w-]+)
    |(?P<prefix>[A-Za-z][\w-]*:)
    |(?P<word>[A-Za-z_]+)
    |(?P<sign>\^\^|&&|\|\||!=|<=|>=|[{}().,;=<>!*/+|?-])""",
    re.VERBOSE,
)
_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "GROUP_CONCAT")
_LEVELS = (("||",), ("&&",), ("=", "!=", "<", "<=", ">", ">="), ("+", "-"), ("*", "/"))


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


_END = _Token("end", "")


@lru_cache(maxsize=16)
def read_select(query: str) -> Select:
    """Return a SELECT query as a tree; one that was read of late is not read again.

    Raises:
        UntranslatableError: if it has something that is not read here; it may be fine SPARQL all the same.
    """
    return _Reader(query).whole()


class _Reader:
    """Goes through the words of a query once, from left to right."""

    def __init__(self, query: str) -> None:
        self._tokens = list(_tokens(query))
        self._place = 0
        self._prefixes: dict[str, str] = {}
        while self._take("PREFIX"):
            prefix = self._next().text
            self._prefixes[prefix] = self._next().text[1:-1]

    def whole(self) -> Select:
        """Read a SELECT with nothing after it."""
        select = self.select()
        if self._peek() is not _END:
            raise self._unknown()
        return select

    def select(self) -> Select:
        """Read a SELECT, from its word to its last clause."""
        self._expect("SELECT")
        distinct = self._take("DISTINCT")
        columns = []
        while self._peek().kind == "variable" or self._peek().text == "(":
            columns.append(self._column())
        self._take("WHERE")
        where = self.group()
        grouped: list[str] = []
        if self._take("GROUP"):
            self._expect("BY")
            while self._peek().kind == "variable":
                grouped.append(self._next().text[1:])
        having = self._bracketed() if self._take("HAVING") else None
        order = []
        if self._take("ORDER"):
            self._expect("BY")
            while (token := self._peek()).kind == "variable" or token.text.upper() == "DESC":
                order.append(self._key())
        return Select(tuple(columns), distinct, where, tuple(grouped), having, tuple(order))

    def group(self) -> Group:
        """Read what stands between two braces."""
        self._expect("{")
        elements: list[Element] = []
        while not self._take("}"):
            if self._peek().text.upper() == "SELECT":
                elements.append(self.select())
            else:
                elements += self._element()
            self._take(".")
        return Group(tuple(elements))

    def _column(self) -> tuple[str, Expression | None]:
        if not self._take("("):
            return self._next().text[1:], None
        expression = self._expression()
        self._expect("AS")
        name = self._next().text[1:]
        self._expect(")")
        return name, expression

    def _key(self) -> tuple[str, bool]:
        if not self._take("DESC"):
            return self._next().text[1:], False
        expression = self._bracketed()
        if not isinstance(expression, Var):
            raise self._unknown()
        return expression.name, True

    def _element(self) -> list[Element]:
        if self._take("OPTIONAL"):
            return [Optional(self.group())]
        if self._take("MINUS"):
            return [Minus(self.group())]
        if self._take("FILTER"):
            return [Filter(self._condition())]
        if self._take("BIND"):
            name, expression = self._column()
            return [Bind(expression, name)] if expression is not None else []
        if self._take("VALUES"):
            return [self._values()]
        if self._peek().text != "{":
            return self._triples()
        groups = [self.group()]
        while self._take("UNION"):
            groups.append(self.group())
        return [Union(tuple(groups))] if len(groups) > 1 else list(groups)

    def _condition(self) -> Expression:
        if self._peek().text.upper() in ("EXISTS", "NOT"):
            return self._exists()
        return self._bracketed()

    def _exists(self) -> Expression:
        negated = self._take("NOT")
        self._expect("EXISTS")
        found = Exists(self.group())
        return Call("!", (found,)) if negated else found

    def _values(self) -> Values:
        one = not self._take("(")
        names = [self._next().text[1:]]
        while not one and not self._take(")"):
            names.append(self._next().text[1:])
        self._expect("{")
        rows = []
        while not self._take("}"):
            if not one:
                self._expect("(")
            rows.append(tuple(self._value() for _ in names))
            if not one:
                self._expect(")")
        return Values(tuple(names), tuple(rows))

    def _value(self) -> ox.NamedNode | ox.Literal | None:
        if self._take("UNDEF"):
            return None
        if isinstance(term := self._term(), Var):
            raise self._unknown()
        return term

    def _triples(self) -> list[Element]:
        subject = self._term()
        found: list[Element] = []
        while True:
            path = self._path()
            found.append(Triple(subject, path, self._term()))
            while self._take(","):
                found.append(Triple(subject, path, self._term()))
            if not self._take(";"):
                return found

    def _path(self) -> Path:
        parts = [self._sequence()]
        while self._take("|"):
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Alternative(tuple(parts))

    def _sequence(self) -> Path:
        parts = [self._step()]
        while self._take("/"):
            parts.append(self._step())
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _step(self) -> Path:
        if self._take("("):
            path = self._path()
            self._expect(")")
        elif self._take("a"):
            path = Step(RDF_TYPE)
        elif isinstance(term := self._term(), ox.NamedNode):
            path = Step(term.value)
        else:
            raise self._unknown()
        if self._take("?"):
            return Repeated(path, many=False)
        return Repeated(path, many=True) if self._take("*") else path

    def _bracketed(self) -> Expression:
        self._expect("(")
        expression = self._expression()
        self._expect(")")
        return expression

    def _expression(self, level: int = 0) -> Expression:
        if level == len(_LEVELS):
            return self._primary()
        found = self._expression(level + 1)
        while (sign := self._peek().text) in _LEVELS[level] and self._peek().kind == "sign":
            self._next()
            found = Call(sign, (found, self._expression(level + 1)))
        if level == 2 and self._peek().text.upper() in ("IN", "NOT"):
            negated = self._take("NOT")
            self._expect("IN")
            found = Call("IN", (found, *self._arguments()))
            return Call("!", (found,)) if negated else found
        return found

    def _primary(self) -> Expression:
        token = self._peek()
        if token.text == "(":
            return self._bracketed()
        if self._take("!"):
            return Call("!", (self._primary(),))
        if token.text.upper() in ("EXISTS", "NOT"):
            return self._exists()
        if token.kind == "word" and token.text not in ("true", "false"):
            name = self._next().text.upper()
            return self._aggregate(name) if name in _AGGREGATES else Call(name, self._arguments())
        term = self._term()
        if isinstance(term, ox.NamedNode) and self._peek().text == "(":
            return Call(term.value, self._arguments())
        return term

    def _arguments(self) -> tuple[Expression, ...]:
        self._expect("(")
        found = []
        while not self._take(")"):
            found.append(self._expression())
            self._take(",")
        return tuple(found)

    def _aggregate(self, name: str) -> Aggregate:
        self._expect("(")
        distinct = self._take("DISTINCT")
        argument = None if self._take("*") else self._expression()
        separator = " "
        if self._take(";"):
            self._expect("SEPARATOR")
            self._expect("=")
            separator = _unquoted(self._next().text)
        self._expect(")")
        return Aggregate(name, argument, distinct, separator)

    def _term(self) -> Term:
        token = self._next()
        match token.kind:
            case "variable":
                return Var(token.text[1:])
            case "iri":
                return ox.NamedNode(token.text[1:-1])
            case "name":
                prefix, _, local = token.text.partition(":")
                return ox.NamedNode(self._prefixes[f"{prefix}:"] + local)
            case "number":
                kind = "decimal" if "." in token.text else "integer"
                return ox.Literal(token.text, datatype=ox.NamedNode(XSD + kind))
            case "word" if token.text in ("true", "false"):
                return ox.Literal(token.text, datatype=ox.NamedNode(XSD + "boolean"))
            case "string":
                return self._literal(_unquoted(token.text))
        self._place -= 1
        raise self._unknown()

    def _literal(self, text: str) -> ox.Literal:
        if self._peek().kind == "tag":
            return ox.Literal(text, language=self._next().text[1:])
        if not self._take("^^"):
            return ox.Literal(text)
        if isinstance(datatype := self._term(), ox.NamedNode):
            return ox.Literal(text, datatype=datatype)
        raise self._unknown()

    def _peek(self) -> _Token:
        return self._tokens[self._place] if self._place < len(self._tokens) else _END

    def _next(self) -> _Token:
        token = self._peek()
        self._place += 1
        return token

    def _take(self, text: str) -> bool:
        """Pass over a word or sign if it is the next; the word `a` is small, all others are keywords in any case."""
        token = self._peek()
        if token.kind in ("word", "sign") and (token.text == text or (token.text.upper() == text != "a")):
            self._place += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise self._unknown()

    def _unknown(self) -> UntranslatableError:
        return UntranslatableError(f"{self._peek().text!r} at word {self._place}")


def _tokens(query: str) -> list[_Token]:
    found, place = [], 0
    while place < len(query):
        match = _TOKEN.match(query, place)
        if match is None or match.lastgroup is None:
            raise UntranslatableError(query[place : place + 20])
        if match.lastgroup != "space":
            found.append(_Token(match.lastgroup, match[0]))
        place = match.end()
    return found


def _unquoted(text: str) -> str:
    literal = next(iter(ox.parse(f"<a:a> <a:a> {text} .", format=ox.RdfFormat.N_TRIPLES))).object
    return literal.value if isinstance(literal, ox.Literal) else ""
