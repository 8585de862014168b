"""SHACL for many small graphs: shapes are read once, and each graph is then checked in a few milliseconds.

The findings are those of pySHACL, which the tests hold it to. What the engine does not know it refuses when the
shapes are read: a term that is passed over would let mistakes through without a word.

model        shapes as dataclasses, and what they find
reader       triples -> model, with source (the triples by subject) and components (parameters -> constraints)
paths        SHACL property paths
values       literals compared as pySHACL compares them
constraints  the components of SHACL Core
sparql       constraints that are queries, with query (how one is asked of many nodes in many graphs)
index        a graph by subject, and by object where the shapes ask, with pieces (what many graphs share, made once)
checker      targets, and the run over one graph or many
messages     texts with {?variable}, filled in
referee      the same question to pySHACL; imported by nothing but who asks for it
"""
