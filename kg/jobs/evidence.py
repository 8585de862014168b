"""Evidence: do the documents say what the graph says that they say?"""

from pathlib import Path

from kg.disk.graph import Graphs
from kg.errors import InputError
from kg.work.evidence import EvidenceReport, Fact, check_evidence
from kg.work.tables import short_iri


def evidence(store: Graphs, folder: Path) -> EvidenceReport:
    """Look for every stated name, figure and date in the documents of a folder.

    Raises:
        InputError: if there is no such folder.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder", f"{folder}: mappen finns inte")
    return check_evidence(store, folder)


def report_text(report: EvidenceReport, lang: str) -> str:
    """Return a report as text: what is missing, what is only inferred, and the share that stands."""
    sv = lang == "sv"
    lines = [words[1] if sv else words[0] for words in report.problems]
    lines += [("står inte där: " if sv else "not there: ") + fact_text(fact) for fact in report.missing]
    if report.inferred:
        lines.append(
            f"underförstått, inte prövat ({len(report.inferred)}):"
            if sv
            else f"inferred, not checked ({len(report.inferred)}):"
        )
        lines += [f"  {fact_text(fact)}" for fact in report.inferred]
    share, found = f"{report.share:.1%}", f"{len(report.found)} {'av' if sv else 'of'} {report.checked}"
    if sv:
        percent = share.replace(".", ",").replace("%", " %")
        lines.append(f"{found} angivna namn, belopp och datum står där de sägs stå ({percent})")
    else:
        lines.append(f"{found} stated names, figures and dates stand where they are said to ({share})")
    return "\n".join(lines) + "\n"


def fact_text(fact: Fact) -> str:
    """Return one value with its subject and places."""
    places = ", ".join(f"{place.document}:{place.first}–{place.last}" for place in fact.places) or "–"
    return f"{short_iri(fact.subject)} {short_iri(fact.property)} {fact.value!r}  [{places}]"
