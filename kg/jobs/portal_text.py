"""What came of a publication, in words and for programs."""

import json
from dataclasses import asdict

from kg.jobs import portal_check_text as check
from kg.jobs.portal import Published


def as_text(published: Published, lang: str) -> str:
    """Return in Swedish (`sv`) or English what was written, what changed, and what the check found."""
    sv = lang == "sv"
    lines = [_edition(published, sv), *_withdrawn(published, sv)]
    lines += [f"{'obs' if sv else 'note'}: {one.sv if sv else one.en}" for one in published.notices]
    if published.config.example:
        lines.append(
            "obs: utgivaren i portal.yaml är ett exempel; byt ut den innan du publicerar" if sv
            else "note: the publisher in portal.yaml is an example; put yours there before you publish"
        )  # fmt: skip
    if published.config.base_url.startswith("http://"):
        lines.append(
            f"obs: adressen {published.config.base_url} börjar med http; byt till https i portal.yaml om webbservern "
            "svarar där, för katalogens och datamängdens namn börjar så" if sv
            else f"note: the address {published.config.base_url} begins with http; make it https in portal.yaml if the "
            "server answers there, for the names of the catalogue and the dataset begin so"
        )  # fmt: skip
    if published.readiness is not None:
        lines += ["", check.as_text(published.readiness, lang).rstrip("\n")]
    return "\n".join([*lines, "", _end(published, sv)]) + "\n"


def as_json(published: Published) -> str:
    """Return the same for a program."""
    succession = published.succession
    told = {
        "folder": str(published.order.folder),
        "written": published.done,
        "files": published.files,
        "bytes": published.size,
        "edition": asdict(succession.editions[-1]),
        "withdrawn": [one.iri for one in succession.withdrawn],
        "notices": [{"sv": one.sv, "en": one.en} for one in published.notices],
        "check": json.loads(check.as_json(published.readiness)) if published.readiness else None,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _edition(published: Published, sv: bool) -> str:
    issue, before = published.succession.editions[-1], published.succession.previous
    name = f"{'utgåva' if sv else 'edition'} {issue.number}, {issue.day}"
    if before is None:
        return f"{name}: {issue.statements} {'uppgifter' if sv else 'statements'}"
    if len(before.editions) == issue.number:
        return f"{name}: {'samma data som förut' if sv else 'the same data as before'}"
    added, removed = ("tillagda", "borttagna") if sv else ("added", "removed")
    return f"{name}: {issue.added} {added}, {issue.removed} {removed}"


def _withdrawn(published: Published, sv: bool) -> list[str]:
    found = published.succession.withdrawn
    if not found:
        return []
    return [f"{len(found)} {'tillbakadragna namn har kvar sin sida' if sv else 'withdrawn names keep their pages'}"]


def _end(published: Published, sv: bool) -> str:
    size = f"{published.files} {'filer' if sv else 'files'}, {published.size / 1e6:.1f} MB"
    if published.done:
        return f"{published.order.folder}: {size}"
    return (
        f"{published.order.folder}: oförändrad; rätta först det som står ovan" if sv
        else f"{published.order.folder}: as it was; first mend what is told above"
    )  # fmt: skip
