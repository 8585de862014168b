"""The steps of an import: rows, entries, their examination, the files, the report."""
