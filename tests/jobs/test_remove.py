import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from kg_help import HEAD, iri, triples

from kg.disk.files import write_together
from kg.disk.io import read_turtle
from kg.disk.workspace import Workspace
from kg.errors import AmbiguousNameError, InputError, ParseError, UnknownNameError
from kg.jobs.build import build, graph_in_memory, read_quads
from kg.jobs.fmt import fmt
from kg.jobs.remove import Removal, carry_out, plan_removal
from kg.jobs.remove_text import as_json, as_words
from kg.jobs.validate import Report, validate_graph
from kg.terms import ID
from kg.work.kept import HEADER, taken_over

pytest_plugins = ["kg_conftest"]
Make = Callable[[Mapping[str, str]], Workspace]
ROOT = Path(__file__).resolve().parents[2]
SLUGS = sorted(path.stem for path in (ROOT / "data" / "entries").glob("*.ttl"))


def entry(slug: str, title: str, body: str = "", evidence: str = ":lines-1, :lines-2") -> str:
    return f"""{HEAD}@prefix : <{ID}project/{slug}#> .
entry:{slug} a sam:Entry ; foaf:primaryTopic project:{slug} ; dcterms:source document:{slug}-source .
project:{slug} a sam:Project ; dcterms:title "{title}"@sv ; skos:altLabel "{title} två"@sv ;
  dcterms:identifier "25-00{ord(slug[0]) - 96}-S01" ; sam:start "2025"^^xsd:gYear ; sam:evidence {evidence} .
:lines-1 a sam:Evidence ; sam:document document:{slug}-source ; sam:evidenceFor dcterms:title ; sam:firstLine 1 .
:lines-2 a sam:Evidence ; sam:document document:{slug}-source ; sam:evidenceFor sam:start ; sam:firstLine 2 .
document:{slug}-source a sam:SourceDocument ; dcterms:identifier "{slug}.txt" .
actor:{slug}-own a sam:Organisation ; skos:prefLabel "Ägaren till {title}"@sv .
:participation-own a sam:Participation ; sam:project project:{slug} ; sam:actor actor:{slug}-own ; sam:role role:owner .
{body}"""


UNIT = """
actor:unit a sam:OrganisationalUnit ; skos:prefLabel "Enheten"@sv ; org:unitOf actor:whole .
actor:whole a sam:Organisation ; skos:prefLabel "Helheten"@sv .
initiative:shared a sam:Initiative ; dcterms:title "Satsningen"@sv .
project:other a sam:Project ; dcterms:title "Ett annat"@sv ; sam:evidence :lines-2 .
actor:known skos:altLabel "Ett tillägg"@sv .
"""
PERSON = HEAD + 'contact:a-x a vcard:Individual ; vcard:fn "Projektkontoret" ; sam:contactFor project:a .\n'
ALFA = entry("a", "Alfa", UNIT)
REGISTER = HEAD + 'actor:known a sam:Organisation ; skos:prefLabel "Känd"@sv .\n'
Files = dict[str, str]


def files(b: str = "", **more: str) -> Files:
    """Return a workspace of the entries a and b; b says what is given."""
    named = {name.replace("_", "/", 1) + ".ttl": text for name, text in more.items()}
    found = {"entries/a.ttl": ALFA, "entries/b.ttl": entry("b", "Beta", b), "contacts/a.ttl": PERSON}
    return found | {"registers/actors.ttl": REGISTER} | named


def removed(workspace: Workspace, name: str = "a") -> Removal:
    removal = plan_removal(workspace, name)
    carry_out(removal)
    return removal


def kept(workspace: Workspace) -> set[str]:
    """Return what is kept, by its short names."""
    path = workspace.data / "registers" / "kept.ttl"
    subjects = {str(triple.subject) for triple in read_turtle(path)} if path.exists() else set()
    return {subject.strip("<>").removeprefix(ID) for subject in subjects}


def all_files(workspace: Workspace) -> dict[str, bytes]:
    data = workspace.data
    return {str(path.relative_to(data)): path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file()}


def test_an_entry_that_nobody_needs_goes_with_its_contacts(new_workspace: Make) -> None:
    made = new_workspace(files())
    before = all_files(made)
    removal = removed(made)
    assert all_files(made) == {name: data for name, data in before.items() if not name.endswith("/a.ttl")}
    assert (removal.title, removal.persons, removal.statements) == ("Alfa", 1, len(triples(ALFA.replace(HEAD, ""))))
    assert not removal.moved + removal.dropped
    assert len(read_quads(made)) > 0


def test_nothing_is_done_before_it_is_carried_out(new_workspace: Make) -> None:
    made = new_workspace(files("project:b sam:refersTo project:a ."))
    before = all_files(made)
    plan_removal(made, "a")
    assert all_files(made) == before


@pytest.mark.parametrize("name", [
    "a", " a ", "project:a", iri("project:a").value, str(iri("project:a")), "Alfa", "alfa", "Alfa två", "25-001-S01",
])  # fmt: skip
@pytest.mark.parametrize("stored", [False, True])
def test_a_project_is_named_as_anywhere(new_workspace: Make, name: str, stored: bool) -> None:
    made = new_workspace(files())
    if stored and name in ("Alfa", "25-001-S01"):
        build(made)
    assert plan_removal(made, name).project == iri("project:a").value


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("Alfaa", UnknownNameError, "did you mean Alfa"),
        ("nothing like it", UnknownNameError, "nothing is named"),
        ("", InputError, "an empty name"),
        ("../registers/actors", UnknownNameError, "nothing is named"),
        ("Känd", UnknownNameError, "nothing is named"),
        ("actor:known", UnknownNameError, "nothing is named"),
        ("Ett annat", InputError, "Ett annat has no entry of its own; it is only mentioned in entry:a"),
        ("project:other", InputError, "has no entry of its own"),
        ("Tvetydig", AmbiguousNameError, "is the name of 2 things"),
    ],
)
def test_what_is_no_project_with_an_entry_is_told(
    new_workspace: Make, name: str, error: type[InputError], words: str
) -> None:
    twice = 'project:c a sam:Project ; dcterms:title "Tvetydig"@sv . project:b skos:altLabel "Tvetydig"@sv .'
    with pytest.raises(error) as caught:
        plan_removal(new_workspace(files(twice)), name)
    assert words in caught.value.en
    assert caught.value.en != caught.value.sv


def test_what_is_something_else_is_told_for_what_it_is(new_workspace: Make) -> None:
    actor = 'actor:new a sam:Actor ; skos:prefLabel "Nya Föreningen"@sv .'
    with pytest.raises(UnknownNameError, match="Nya Föreningen is an actor") as caught:
        plan_removal(new_workspace(files(actor)), "Nya Föreningen")
    assert caught.value.sv == "inget projekt heter 'Nya Föreningen': Nya Föreningen är en aktör"


@pytest.mark.parametrize(
    ("used", "stays"),
    [
        (":p a sam:Participation ; sam:actor actor:whole .", {"actor/whole"}),
        (":p a sam:Participation ; sam:actor actor:unit .", {"actor/unit", "actor/whole"}),
        ("project:b sam:refersTo initiative:shared .", {"initiative/shared"}),
        (":l a sam:Evidence ; sam:document document:a-source .", {"document/a-source"}),
        (
            "project:b sam:refersTo project:other .",
            {"project/other", "project/a#lines-2", "document/a-source"},
        ),
        *(
            (body, {"project/a", "project/a#lines-1", "document/a-source"})
            for body in (
                "project:b sam:refersTo project:a .",
                ":r a sam:Reference ; sam:referenceTo project:a .",
                "project:b sam:subProjectOf project:a .",
                ":f a sam:Finding ; sam:about project:a .",
            )
        ),
        ("actor:unit sam:formerName 'Enhet'@sv .", {"actor/unit", "actor/whole"}),
        ("project:b sam:refersTo actor:known .", set()),
        ("", set()),
    ],
)
def test_what_others_need_stays_unchanged(new_workspace: Make, used: str, stays: set[str]) -> None:
    made = new_workspace(files(used))
    before = {quad.triple for quad in read_quads(made)}
    removal = removed(made)
    assert kept(made) == stays
    assert {thing.iri.removeprefix(ID) for thing in removal.moved} == stays
    path = made.data / "registers" / "kept.ttl"
    if stays:
        left = read_turtle(path)
        assert set(left) <= before
        whole = {triple for triple in before if str(triple.subject)[1:-1].removeprefix(ID) in stays - {"project/a"}}
        assert {triple for triple in left if triple.subject != iri("project:a")} == {
            triple for triple in whole if triple not in triples(used, "b")
        }
        assert path.read_text(encoding="utf-8").startswith(HEADER)
        assert fmt([path], check=True) == []
    else:
        assert not path.exists()
    after = [quad.triple for quad in read_quads(made)]  # what stood in two graphs would be refused here
    assert set(after) == set(after) & before


def test_of_the_project_itself_type_title_and_the_evidence_for_it_stay(new_workspace: Make) -> None:
    made = new_workspace(files("project:b sam:refersTo project:a ."))
    removed(made)
    left = [
        triple for triple in read_turtle(made.data / "registers" / "kept.ttl") if triple.subject == iri("project:a")
    ]
    own = 'project:a a sam:Project ; dcterms:title "Alfa"@sv ; sam:evidence :lines-1 .'
    assert set(left) == set(triples(own, "a"))


def test_a_contact_of_another_project_counts_as_a_use(new_workspace: Make) -> None:
    person = HEAD + "contact:b-x a vcard:Individual ; sam:contactFor project:b ; sam:contactOf actor:whole .\n"
    made = new_workspace(files(contacts_b=person))
    removal = removed(made)
    assert kept(made) == {"actor/whole"}
    assert removal.moved[0].users == ("contacts/b.ttl",)


def test_persons_that_another_project_has_too_are_not_moved_unasked(new_workspace: Make) -> None:
    for more in (
        {"contacts_a": PERSON + "contact:a-x sam:contactFor project:b .\n"},
        {"contacts_b": HEAD + "contact:b-y sam:contactOf contact:a-x .\n"},
    ):
        made = new_workspace(files(**more))
        before = all_files(made)
        with pytest.raises(InputError, match=r"a.ttl: 1 of those in it are of use to another project too") as caught:
            plan_removal(made, "a")
        assert "Projektkontoret" not in caught.value.en + caught.value.sv
        assert all_files(made) == before


def test_others_may_not_speak_of_parts_that_go(new_workspace: Make) -> None:
    made = new_workspace(
        files(":f a sam:Finding ; sam:about <https://w3id.org/samverkan/id/project/a#participation-own> .")
    )
    with pytest.raises(InputError, match="entry:b speaks of project:a#participation-own, which goes with the entry"):
        plan_removal(made, "a")


def test_an_entry_with_a_longer_name_is_another_entry(new_workspace: Make) -> None:
    more = entry("a-2", "Alfa 2", "project:a-2 sam:refersTo project:a .")
    made = new_workspace(files(**{"entries_a-2": more}))
    removal = removed(made)
    assert "project/a" in kept(made)
    assert {user for thing in removal.moved for user in thing.users} == {iri("entry:a-2").value}


def test_what_is_kept_grows_and_keeps_its_header(new_workspace: Make) -> None:
    header = "# En egen rubrik.\n\n"
    old = f'{header}{HEAD}actor:old a sam:Organisation ; skos:prefLabel "Gammal"@sv .\n'
    made = new_workspace(files("project:b sam:refersTo initiative:shared .", registers_kept=old))
    removed(made)
    assert kept(made) == {"actor/old", "initiative/shared"}
    text = (made.data / "registers" / "kept.ttl").read_text(encoding="utf-8")
    assert text.startswith("# En egen rubrik.\n")
    assert fmt([made.data / "registers" / "kept.ttl"], check=True) == []


def test_what_was_kept_for_an_entry_alone_goes_with_it(new_workspace: Make) -> None:
    third = entry("c", "Ce", "project:c sam:refersTo project:other .")
    made = new_workspace(files("project:b sam:refersTo project:a ; sam:refersTo project:other .", entries_c=third))
    removed(made)
    assert kept(made) == {"project/a", "project/other", "project/a#lines-1", "project/a#lines-2", "document/a-source"}
    removal = removed(made, "b")
    assert set(removal.dropped) == {iri("project:a").value, iri("project:a").value + "#lines-1"}
    assert kept(made) == {"project/other", "project/a#lines-2", "document/a-source"}
    removed(made, "c")
    assert kept(made) == set()
    assert not (made.data / "registers" / "kept.ttl").exists()
    assert made.entries() == []


def test_what_a_kept_thing_leads_to_is_kept_too(new_workspace: Make) -> None:
    old = f'{HEAD}actor:old a sam:OrganisationalUnit ; skos:prefLabel "Gammal"@sv ; org:unitOf actor:whole .\n'
    made = new_workspace(files("project:b sam:refersTo actor:old .", registers_kept=old))
    removed(made)
    assert kept(made) == {"actor/old", "actor/whole"}


def test_an_entry_that_cannot_be_built_can_be_removed(new_workspace: Make) -> None:
    made = new_workspace(files())
    build(made)
    broken = ALFA + 'actor:known skos:prefLabel "Känd"@sv .\n'
    (made.data / "entries" / "a.ttl").write_text(broken, encoding="utf-8")
    with pytest.raises(InputError, match="stands in two graphs"):
        read_quads(made)
    removed(made)
    assert read_quads(made)
    assert kept(made) == set()


def test_changes_since_the_store_was_built_count(new_workspace: Make) -> None:
    made = new_workspace(files())
    build(made)
    (made.data / "entries" / "b.ttl").write_text(entry("b", "Beta", "project:b sam:refersTo initiative:shared ."))
    removed(made)
    assert kept(made) == {"initiative/shared"}
    build(made)
    (made.data / "entries" / "c.ttl").write_text(entry("c", "Ny titel"), encoding="utf-8")
    assert plan_removal(made, "Ny titel").project == iri("project:c").value


def test_a_file_that_cannot_be_read_stops_it(new_workspace: Make) -> None:
    made = new_workspace(files(entries_c="nonsense"))
    with pytest.raises(ParseError, match=r"c\.ttl:1: "):
        plan_removal(made, "a")


def test_a_file_that_has_changed_in_the_meantime_stops_it(new_workspace: Make) -> None:
    made = new_workspace(files())
    removal = plan_removal(made, "a")
    (made.data / "contacts" / "a.ttl").write_text(PERSON + "\n", encoding="utf-8")
    before = all_files(made)
    with pytest.raises(InputError, match=r"contacts/a.ttl has changed in the meantime; run the command again"):
        carry_out(removal)
    assert all_files(made) == before


def test_a_removal_that_fails_leaves_everything_as_it_was(new_workspace: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = new_workspace(files("project:b sam:refersTo project:a ."))
    before = all_files(made)
    unlink = Path.unlink

    def refuse(self: Path, missing_ok: bool = False) -> None:
        if self.parent.name == "contacts" and not self.name.startswith("."):
            raise PermissionError(13, "Permission denied", str(self))
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(InputError, match="no file has been changed"):
        removed(made)
    assert all_files(made) == before


def test_the_words_tell_what_goes_and_what_is_moved_where(new_workspace: Make) -> None:
    made = new_workspace(files("project:b sam:refersTo project:a, actor:unit ."))
    removal = plan_removal(made, "a")
    assert as_words(removal, "sv", made.root) == (
        "Alfa (project:a)\n"
        "\n"
        "- data/entries/a.ttl: 37 påståenden\n"
        "    projektpost: 1, projekt: 2, deltagande: 1, organisation: 1, annat: 1, satsning: 1, belägg: 1\n"
        "- data/contacts/a.ttl: 1 kontaktperson\n"
        "\n"
        "→ data/registers/kept.ttl: flyttas dit, för andra använder det\n"
        "    projekt Alfa (project:a), bara titeln; används i entry:b\n"
        "    källdokument document:a-source\n"
        "    organisatorisk enhet Enheten (actor:unit); används i entry:b\n"
        "    organisation Helheten (actor:whole)\n"
    )
    words = as_words(removal, "en", made.root)
    assert "- data/contacts/a.ttl: 1 contact person\n" in words
    assert "    project Alfa (project:a), its title only; used in entry:b\n" in words
    carry_out(removal)
    gone = as_words(plan_removal(made, "b"), "sv", made.root)
    assert "- data/registers/kept.ttl: ingen använder längre\n    actor:unit\n    actor:whole\n" in gone


def test_contacts_are_told_by_their_number_only(new_workspace: Make) -> None:
    made = new_workspace(files("project:b sam:refersTo project:a ."))
    removal = plan_removal(made, "a")
    told = as_words(removal, "sv", made.root) + as_words(removal, "en", made.root) + as_json(removal, done=True)
    assert "Projektkontoret" not in told
    assert "a-x" not in told


def test_the_json_tells_the_same(new_workspace: Make) -> None:
    made = new_workspace(files("project:b sam:refersTo initiative:shared ."))
    document = json.loads(as_json(plan_removal(made, "a"), done=False))
    assert document["removed"] is False
    assert (document["project"], document["title"], document["persons"]) == (iri("project:a").value, "Alfa", 1)
    assert document["moved"] == [{
        "iri": iri("initiative:shared").value, "name": "Satsningen", "kind": iri("sam:Initiative").value,
        "users": [iri("entry:b").value],
    }]  # fmt: skip
    assert sorted(document["files"].values()) == ["deleted", "deleted", "written"]


def test_what_an_entry_describes_again_is_taken_over(new_workspace: Make) -> None:
    made = new_workspace(files("project:b sam:refersTo project:a, actor:unit, initiative:shared ."))
    again = (made.data / "entries" / "a.ttl").read_bytes()
    contacts = (made.data / "contacts" / "a.ttl").read_bytes()
    before = all_files(made)
    removed(made)
    change = taken_over(made, triples(ALFA.replace(HEAD, ""), "a"))
    write_together(change | {made.data / "entries" / "a.ttl": again, made.data / "contacts" / "a.ttl": contacts})
    assert all_files(made) == before


def test_an_entry_that_points_to_what_is_kept_takes_over_only_what_it_describes(new_workspace: Make) -> None:
    made = new_workspace(files("project:b sam:refersTo project:a, actor:unit ."))
    removed(made)
    change = taken_over(made, triples("project:a a sam:Project . :p sam:actor actor:whole .", "a"))
    write_together(change)
    assert kept(made) == {"actor/unit", "actor/whole"}
    assert taken_over(made, triples("project:c a sam:Project .", "c")) == {}


def findings(report: Report) -> set[tuple[str, ...]]:
    return {
        (one.finding.severity, one.finding.focus, one.finding.path, one.finding.value, one.finding.shape)
        for one in report.located
    }


@pytest.fixture
def copy(tmp_path: Path) -> Workspace:
    """A copy of the repository's data."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return Workspace(tmp_path, tmp_path / ".kg")


@pytest.fixture(scope="module")
def found_before(workspace: Workspace) -> set[tuple[str, ...]]:
    """What the shapes say of the repository's data."""
    return findings(validate_graph(workspace, graph_in_memory(workspace)))


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_without_any_one_of_the_entries_the_rest_is_as_good_as_before(
    copy: Workspace, slug: str, found_before: set[tuple[str, ...]]
) -> None:
    removed(copy, slug)
    report = validate_graph(copy, graph_in_memory(copy))
    assert findings(report) <= found_before
    assert report.conforms()
    assert len(report.entries) == len(SLUGS) - 1


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_a_project_that_another_leans_on_leaves_no_fault_behind(
    copy: Workspace, slug: str, found_before: set[tuple[str, ...]]
) -> None:
    other = next(name for name in SLUGS if name != slug)
    path = copy.data / "entries" / f"{other}.ttl"
    own = read_turtle(copy.data / "entries" / f"{slug}.ttl")
    actors = sorted({str(one.subject) for one in own if "/id/actor/" in str(one.subject)})
    text = path.read_text(encoding="utf-8")
    evidence = next(line.split()[0] for line in text.splitlines() if " a sam:Evidence" in line)
    text += (
        f"project:{other} sam:refersTo project:{slug} .\n"
        f":reference-new a sam:Reference ; sam:referenceFrom project:{other} ; sam:referenceTo project:{slug} ;\n"
        f'  sam:statedAs "x" ; sam:evidence {evidence} .\n'
    )
    for number, actor in enumerate(actors):
        text += (
            f":participation-new-{number} a sam:Participation ; sam:project project:{other} ; sam:actor {actor} ;\n"
            "  sam:role <https://w3id.org/samverkan/codes/role/participant> ; sam:cooperationStatus\n"
            "  <https://w3id.org/samverkan/codes/cooperation-status/actual> ; sam:basis\n"
            f'  <https://w3id.org/samverkan/codes/basis/stated> ; sam:statedAs "x" ; sam:evidence {evidence} .\n'
        )
    path.write_text(text, encoding="utf-8")
    leaning = findings(validate_graph(copy, graph_in_memory(copy)))
    removal = removed(copy, slug)
    assert {thing.iri for thing in removal.moved} >= {actor.strip("<>") for actor in actors} | {removal.project}
    report = validate_graph(copy, graph_in_memory(copy))
    assert findings(report) <= leaning | found_before
    assert report.conforms()
    assert fmt([copy.data / "registers" / "kept.ttl"], check=True) == []
