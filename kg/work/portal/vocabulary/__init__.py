"""What the data are written with: ontology, codes, shapes, questions, the JSON-LD context."""
