"""Canned questions answered by a relational engine: SPARQL is read, translated into SQL, and asked of columns.

syntax → reading → (sorts, expressions, relation, paths, patterns) → selecting; `asking` puts the answer together.
"""
