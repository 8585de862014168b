"""Mappings: how the columns of a list become the keys of the entry form, by a file and no code."""
