"""New entries: from what a person wrote to statements about a project, or to words that say how to mend it."""
