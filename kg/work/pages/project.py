"""The page of a project: owner, period, money, participants by level and role, goals with targets, sources."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.disk.turtle import sort_key
from kg.work.pages.page import For, Kind, Line, Part, Section, grouped, joined, local, said, sentence
from kg.work.pages.participation import Participation, kinds_of_findings, participations, party
from kg.work.pages.reader import whole
from kg.work.pages.sources import parts, sources
from kg.work.pages.view import View

PRINTED_DEPTH = 2  # of goals within goals, for a terminal


class ProjectView(View):
    """A project in one language."""

    def sections(self) -> list[Section]:
        """Return the sections of the page."""
        parties = participations(self, self.reader.users("sam:project", self.thing))
        return [
            Section(self.say("Om projektet", "About the project"), self._facts(parties)),
            Section(self.say("Beskrivning", "Description"), self._description()),
            Section(self.say("Pengar", "Money"), self._money()),
            Section(self.say("Deltagare", "Participants"), self._participants(parties)),
            Section(self.say("Mål", "Goals"), self._goals()),
            Section(self.say("Aktiviteter", "Activities"), self._activities()),
            Section(self.say("Händelser", "Events"), self._events()),
            Section(self.say("Hänvisar till", "Refers to"), self._references()),
            Section(self.say("Noterat", "Findings"), self._findings()),
            Section(self.say("Kontakt", "Contact"), self._contacts()),
            Section(self.say("Källor", "Sources"), sources(self)),
        ]

    def told_apart(self) -> list[str]:
        """Return the project's period and its owners."""
        owners = [self.called(owner, "sv").text for owner in self.reader.values(self.thing, "sam:hasOwner")]
        return [*(line.parts[0].text for line in self._period()), *owners]

    def _facts(self, parties: list[Participation]) -> tuple[Line, ...]:
        owners = sorted((one for one in parties if one.owner), key=lambda one: (one.actor.text, one.stated))
        names = [party(self, one, one.actor) for one in owners] or [(Part(self.say("inte angiven", "not stated")),)]
        told = [part for number, name in enumerate(names) for part in ((Part("; "),) if number else ()) + name]
        lines = [Line(0, tuple(told), self.say("Projektägare", "Owner"), evidence=_all_evidence(owners))]
        return (*lines, *self._period(), *self.properties(_PROPERTIES))

    def _period(self) -> tuple[Line, ...]:
        starts, ends = (self.reader.values(self.thing, name) or ("",) for name in ("sam:start", "sam:end"))
        told = [f"{start or '?'} – {end or '?'}" for start in sorted(starts) for end in sorted(ends) if start or end]
        proofs = self.proofs()
        found = dict.fromkeys(place for name, places in proofs.items() if local(name) in ("start", "end")
                              for place in places)  # fmt: skip
        line = Line(0, joined(map(Part, told)), self.say("Period", "Period"), evidence=tuple(found))
        return (line,) if told else ()

    def _description(self) -> tuple[Line, ...]:
        texts = self.reader.descriptions(self.thing, self.lang)
        return tuple(said(0, Part(text.value, lang=text.lang), kind=Kind.PARAGRAPH) for text in texts)

    def _money(self) -> tuple[Line, ...]:
        found = []
        for iri in self.reader.users("sam:contributionTo", self.thing):
            about = {name: self.reader.value(iri, f"sam:{name}") for name in _MONEY}
            scope = self.word(about["scope"])
            amount = -1 if (number := whole(about["amount"])) is None else number
            kind = self.word(about["contributionKind"])
            found.append(((scope, amount), kind, iri, self._contribution(iri, about, kind, scope)))
        found.sort(key=lambda row: (row[1], row[2]))
        found.sort(key=lambda row: row[0], reverse=True)
        return tuple(line for *_, line in found)

    def _contribution(self, iri: str, about: dict[str, str], kind: str, scope: str) -> Line:
        """Return kind, amount with its thousands apart, rate in per cent, and what part it is of."""
        currency = local(about["currency"])
        number = whole(about["amount"])
        shown = about["amount"] if number is None else f"{number:,}".replace(",", " ")
        amount = f"{shown} {currency}" if shown else ""
        rate = f"{float(about['rate']) * 100:g} %" if _RATE.fullmatch(about["rate"]) else about["rate"]
        recipient = (self.called(about["recipient"], "sv"),) if about["recipient"] else ()
        of = joined(((Part(scope),) if scope else ()) + recipient, ", ")
        told = (Part(" ".join(filter(None, [amount, rate]))), *((Part(" ("), *of, Part(")")) if of else ()))
        return Line(0, told, sentence(kind), anchors=(iri,), evidence=self.reader.values(iri, "sam:evidence"))

    def _participants(self, parties: list[Participation]) -> tuple[Line, ...]:
        """Return participants by level, then role; those with no level stated last."""
        no_level = self.say("ingen nivå angiven", "no level stated")
        lines: list[Line] = []
        ordered = sorted(parties, key=lambda one: (one.rank, one.role, one.actor.text, one.iri))
        for level, at_level in grouped(ordered, lambda one: one.level or no_level):
            lines.append(said(0, Part(sentence(level), at_level[0].level_code), kind=Kind.HEADING))
            for role, group in grouped(at_level, lambda one: one.role):
                lines.append(said(1, Part(role, group[0].role_code), f" ({len(group)})", kind=Kind.HEADING))
                for one in group:
                    line = said(2, *party(self, one, one.actor))
                    lines.append(replace(line, anchors=(one.iri,), evidence=one.evidence))
                    lines += kinds_of_findings(self, one.iri, 3)
        return tuple(lines)

    def _goals(self) -> tuple[Line, ...]:
        """Return goals by kind, those that a goal is made of below it."""
        goals = sorted(self.reader.users("sam:goalOf", self.thing), key=sort_key)
        below: dict[str, list[str]] = {}
        for goal in goals:
            for above in self.reader.values(goal, "sam:subGoalOf") or ("",):
                below.setdefault(above, []).append(goal)
        lines: list[Line] = []
        top = grouped(below.get("", []), lambda goal: self.word(self.reader.value(goal, "sam:goalKind")))
        for kind, own in top:
            lines.append(said(0, sentence(kind), kind=Kind.HEADING))
            for goal in own:
                lines += self._goal(goal, below, 1)
        return tuple(lines)

    def _goal(self, goal: str, below: Mapping[str, list[str]], depth: int) -> list[Line]:
        """Return the text of a goal, the targets of its indicators, what is noted about it, and the goals below it."""
        texts = self.reader.descriptions(goal, self.lang)[:1]
        indicators = sorted(self.reader.users("sam:indicatorOf", goal), key=sort_key)
        targets = dict.fromkeys(filter(None, map(self._target, indicators)))
        told = f" [{self.say('målvärde', 'target')} {', '.join(targets)}]" if targets else ""
        line = said(depth, *(Part(text.value, lang=text.lang) for text in texts), told)
        evidence = self.reader.values(goal, "sam:evidence")
        audience = For.ALL if depth <= PRINTED_DEPTH else For.WEB
        own = replace(line, dash=True, audience=audience, anchors=(goal, *indicators), evidence=evidence)
        parts_of_it = [line for part in below.get(goal, []) for line in self._goal(part, below, depth + 1)]
        return [own, *kinds_of_findings(self, goal, depth + 1), *parts_of_it]

    def _target(self, indicator: str) -> str:
        value, unit = (self.reader.value(indicator, name) for name in ("sam:targetValue", "sam:unit"))
        return f"{value} {self.word(unit)}" if value and unit else ""

    def _activities(self) -> tuple[Line, ...]:
        lines: list[Line] = []
        for activity in sorted(self.reader.users("sam:activityOf", self.thing), key=sort_key):
            areas = [self.called(area) for area in self.reader.values(activity, "sam:activityArea")]
            for text in self.reader.descriptions(activity, self.lang):
                line = said(0, Part(text.value, lang=text.lang))
                evidence = self.reader.values(activity, "sam:evidence")
                lines.append(replace(line, dash=True, anchors=(activity,), evidence=evidence))
                lines += [said(1, *joined(areas, ", "), audience=For.WEB)] if areas else []
                lines += kinds_of_findings(self, activity, 1)
        return tuple(lines)

    def _events(self) -> tuple[Line, ...]:
        found = []
        for event in self.reader.users("sam:eventOf", self.thing):
            day, title = self.reader.value(event, "sam:start"), self.reader.name(event, self.lang)
            line = said(0, f"{day} " if day else "", Part(title.value, lang=title.lang))
            evidence = self.reader.values(event, "sam:evidence")
            found.append((day, title.value, replace(line, anchors=(event,), evidence=evidence)))
        return tuple(line for *_, line in sorted(found, key=lambda row: row[:2]))

    def _references(self) -> tuple[Line, ...]:
        """Return what the project refers to, how it names it, and where."""
        references: dict[str, list[str]] = {}
        for reference in self.reader.users("sam:referenceFrom", self.thing):
            references.setdefault(self.reader.value(reference, "sam:referenceTo"), []).append(reference)
        others = [(self.called(other), other) for other in self.reader.values(self.thing, "sam:refersTo")]
        lines: list[Line] = []
        for name, other in sorted(others, key=lambda pair: (pair[0].text, pair[1])):
            own = references.get(other, [])
            stated = sorted({word for one in own for word in self.reader.values(one, "sam:statedAs")} - {name.text})
            spelled = joined((Part(f"”{word}”", lang="sv") for word in stated), ", ")
            told = (Part(" ("), *spelled, Part(")")) if spelled else ()
            lines.append(said(0, name, *told))
            lines += [line for one in own for line in self._reference(one)]
        return tuple(lines)

    def _reference(self, reference: str) -> Iterable[Line]:
        evidence = self.reader.values(reference, "sam:evidence")
        for text in self.reader.descriptions(reference, self.lang):
            line = said(1, Part(text.value, lang=text.lang), audience=For.WEB)
            yield replace(line, anchors=(reference,), evidence=evidence)

    def _findings(self) -> tuple[Line, ...]:
        lines = []
        for finding in sorted(self._noted()):
            kind = self.reader.value(finding, "sam:findingKind")
            evidence = self.reader.values(finding, "sam:evidence")
            for text in self.reader.descriptions(finding, self.lang) if kind else ():
                line = said(0, sentence(self.word(kind)), ": ", Part(text.value, lang=text.lang))
                lines.append(replace(line, anchors=(finding,), evidence=evidence))
        return tuple(lines)

    def _noted(self) -> set[str]:
        """Return the findings about the project and its parts."""
        return {finding for thing in (self.thing, *parts(self)) for finding in self.reader.users("sam:about", thing)}

    def _contacts(self) -> tuple[Line, ...]:
        found = []
        for person in self.reader.users("sam:contactFor", self.thing):
            email, phone = (self.reader.value(person, f"vcard:{name}") for name in ("hasEmail", "hasTelephone"))
            role = self.word(self.reader.value(person, "sam:contactRole"))
            address = email.removeprefix("mailto:"), phone.removeprefix("tel:")
            found.append(((self.reader.value(person, "vcard:fn"), email, phone), role, address))
        return tuple(said(0, ", ".join(filter(None, [key[0], role, *address])))
                     for key, role, address in sorted(found))  # fmt: skip


def _all_evidence(parties: Iterable[Participation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place for one in parties for place in one.evidence))


_RATE = re.compile(r"[0-9]*\.?[0-9]{1,15}")
_MONEY = ("contributionKind", "amount", "currency", "rate", "scope", "recipient")
_PROPERTIES = (
    "identifier",
    "altLabel",
    "status",
    "phase",
    "programme",
    "programmeArea",
    "fund",
    "cci",
    "specificObjective",
    "interventionType",
    "strategicImportance",
    "childPovertyTheme",
    "place",
    "targetGroup",
    "subject",
    "subProjectOf",
    "hasSubProject",
)
