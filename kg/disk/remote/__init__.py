"""A SPARQL 1.1 server that others run, in the place of the embedded store."""
