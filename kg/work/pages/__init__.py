"""Pages: what a person wants to read about a project, an actor or anything else, in sections of lines."""
