"""A publication: everything that a linked-data portal, a reader or a researcher fetches, as files of one folder."""
