"""The data themselves: the whole as dumps and tables, and each thing as a document."""
