"""Templates: the form, empty, as a file that people fill in; every field and choice comes from the shapes and codes."""
