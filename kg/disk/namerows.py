"""The rows of the index of names: its tables, and how words of names become what they are found by.

Words are noted as names come, then counted and sorted by SQLite, which keeps on disk what does not fit in memory: an
index of many millions of names takes no more than one of a few.
"""

import sqlite3
from collections.abc import Iterable, Sequence

from kg.disk.namesearch import COMMON
from kg.disk.spelling import LONGEST, typo_keys

MOST_PAIRED = 5  # common words of a name that are paired, the least common ones
JOINED = 16  # letters: the words of a name so short are indexed as one word too

TABLES = """
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, family TEXT NOT NULL, kind TEXT NOT NULL,
  graph TEXT NOT NULL);
CREATE TABLE name (id INTEGER PRIMARY KEY, thing INTEGER NOT NULL, family TEXT NOT NULL, kind TEXT NOT NULL,
  language TEXT NOT NULL, text TEXT NOT NULL, tight TEXT NOT NULL, graph INTEGER NOT NULL);
CREATE TABLE graph (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE);
CREATE TABLE doubt (iri TEXT NOT NULL, graph TEXT NOT NULL, PRIMARY KEY (iri, graph)) WITHOUT ROWID;
CREATE TABLE word (id INTEGER PRIMARY KEY, family TEXT NOT NULL, text TEXT NOT NULL, names INTEGER NOT NULL);
CREATE UNIQUE INDEX word_text ON word (text, family);
CREATE TABLE posting (word INTEGER, length INTEGER, name INTEGER, PRIMARY KEY (word, length, name)) WITHOUT ROWID;
CREATE TABLE pair (first INTEGER, second INTEGER, length INTEGER, name INTEGER,
  PRIMARY KEY (first, second, length, name)) WITHOUT ROWID;
CREATE TABLE typo (key TEXT, family TEXT, word INTEGER, PRIMARY KEY (key, family, word)) WITHOUT ROWID;
CREATE TEMP TABLE spelled (name INTEGER, family TEXT, length INTEGER, text TEXT);
CREATE TEMP TABLE keyed (key TEXT, family TEXT, word INTEGER);
"""
INDEXES = """
CREATE INDEX name_tight ON name (tight, family);
CREATE INDEX name_thing ON name (thing);
CREATE INDEX name_text ON name (text);
"""

_WORDS = """INSERT INTO word (text, family, names)
SELECT text, family, count(*) FROM spelled GROUP BY text, family ORDER BY text, family
ON CONFLICT (text, family) DO UPDATE SET names = names + excluded.names"""
_POSTINGS = """INSERT INTO posting
SELECT word.id, spelled.length, spelled.name FROM spelled
JOIN word ON word.text = spelled.text AND word.family = spelled.family
ORDER BY word.id, spelled.length, spelled.name"""
_PAIRS = f"""WITH common AS (
  SELECT spelled.name, spelled.length, word.id AS word,
    row_number() OVER (PARTITION BY spelled.name ORDER BY word.names, word.id) AS place
  FROM spelled JOIN word ON word.text = spelled.text AND word.family = spelled.family WHERE word.names > {COMMON}
), few AS MATERIALIZED (SELECT name, length, word FROM common WHERE place <= {MOST_PAIRED})
INSERT INTO pair SELECT one.word, other.word, one.length, one.name FROM few AS one
JOIN few AS other ON other.name = one.name AND other.word > one.word
ORDER BY one.word, other.word, one.length, one.name"""  # noqa: S608
_TYPOS = "INSERT INTO typo SELECT key, family, word FROM keyed ORDER BY key, family, word"


def note_spelled(run: sqlite3.Connection, names: Iterable[tuple[int, str, Sequence[str]]]) -> None:
    """Note the words of names, to be indexed: of each its number, its family and its words."""
    run.executemany(
        "INSERT INTO spelled VALUES (?, ?, ?, ?)",
        ((name, family, len(own), word) for name, family, own in names for word in _found_by(own)),
    )


def index_spelled(run: sqlite3.Connection) -> None:
    """Make the names findable by the words that were noted since the last time."""
    first = next_number(run, "word")
    run.execute(_WORDS)
    fresh = run.execute("SELECT id, family, text FROM word WHERE id >= ?", (first,))
    run.executemany(
        "INSERT INTO keyed VALUES (?, ?, ?)",
        ((key, family, word) for word, family, text in fresh for key in sorted(typo_keys(text))),
    )
    for statement in (_TYPOS, _POSTINGS, _PAIRS, "DELETE FROM spelled", "DELETE FROM keyed"):
        run.execute(statement)


def next_number(run: sqlite3.Connection, table: str) -> int:
    """Return the number that the next row of a table gets."""
    return (run.execute(f"SELECT max(id) FROM {table}").fetchone()[0] or 0) + 1  # noqa: S608 -- our own table


def _found_by(own: Sequence[str]) -> list[str]:
    """Return the words that a name is found by: each of its own once, and all as one if they are short."""
    cut = [word[:LONGEST] for word in own]
    whole = "".join(cut)
    return list(dict.fromkeys([*cut, whole] if len(cut) > 1 and len(whole) <= JOINED else cut))
