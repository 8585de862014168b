"""Portal readiness: is a description of data, or a whole publication, fit to be harvested?

problem     what is wrong: where, what, and how to mend it
guards      what is looked at before a parser sees a file
reading     any RDF file -> statements
catalogue   the catalogues, datasets and distributions that the statements tell of
shapes      what DCAT-AP-SE requires and recommends, by shapes/dcat
harvest     what the portal that harvests asks for besides
score       the European metadata quality score, with measures (its indicators) and formats (what it knows of formats)
stars       the five stars of linked open data
folder      the files of a publication, with checksums, parsers, counts, links and personal
"""
