"""What the page on performance says around its tables."""

ENGLISH = """# Performance: what each job costs, beside what it could cost

*Svensk sammanfattning sist.*

Written by `make bench` from [its results]({results}) of {date}; `make performance` writes it anew from them without
measuring. Each job was measured side by side, our way and each peer's in turn, so that what else the machine did met
them alike; jobs and sizes may be of several runs of that day. A figure is the median of its rounds; memory is the most
that was seen. Trust the ratios more than the times. The graphs are made up (`benchmarks/generate.py`), in the shape of
real lists: organisations take part by Zipf's law, 3–12 in a project, 2–6 goals each, money, dates that are whole, a
month or a year, the real places, and a mistake in one entry of a hundred.

How many rounds a figure had stands in its table: what takes milliseconds has many, what takes minutes few.
"""

SWEDISH = """## Svensk sammanfattning

Sidan skrivs av `make bench` ur mätningen {date}: varje jobb mäts omväxlande med det som finns att jämföra med
(pyoxigraph för sig, rdflib, pySHACL, owlrl, Virtuoso). {reached} av {of} mål är nådda; tabellen *Goals* visar vilka,
och under den står vad som hindrar de andra. *How far each job is from the limits* visar hur långt varje jobb är från
det som maskinen som mest klarar: att läsa samma påståenden som N-Triples, och att ladda dem utan att göra något annat.
"""

JOBS = {
    "parsing": "reading",
    "building": "building",
    "deriving": "deriving beside owlrl",
    "validation": "validating the graph",
    "entries": "one new entry",
    "questions": "canned questions",
    "dumps": "export",
    "writing": "writing beside rdflib",
    "startup": "start-up",
    "names": "looking up names",
    "importing": "importing lists",
    "workbooks": "reading workbooks",
}
