import pytest
import typer
from kg_help import Run

from kg.cli.completion import actor_names, parameter_keys, question_names, thing_names
from kg.cli.main import app
from kg.disk.workspace import Workspace
from kg.work.queries import read_catalogue

pytest_plugins = ["kg_conftest"]
COMMANDS = sorted(command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands)


def test_the_commands_are_those_that_are_promised() -> None:
    assert set(COMMANDS) >= {
        "build", "doctor", "evidence", "explain", "export", "find", "findings", "fmt", "network", "query", "show",
        "sparql", "stats", "validate",
    }  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_says_what_it_does_and_how_its_exit_code_or_an_example_reads(kg: Run, command: str) -> None:
    done = kg(command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    words = " ".join(done.stdout.split())
    assert words.startswith(f"Usage: kg {command}")
    assert (
        f"Example: kg {command}" in words
        or f"Example: kg --lang sv {command}" in words
        or command in ("build", "doctor")
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_each_option_says_what_it_is(kg: Run, command: str) -> None:
    group = typer.main.get_command(app)
    found = group.commands[command]  # type: ignore[attr-defined]
    assert found.params
    assert [parameter.name for parameter in found.params if not (parameter.help or "").strip()] == []
    assert all(
        option in kg(command, "--help").stdout
        for parameter in found.params
        for option in parameter.opts
        if option.startswith("--")
    )


def test_the_help_lists_every_command_and_the_exit_codes(kg: Run) -> None:
    text = kg("--help").stdout
    assert all(f"\n  {command} " in text for command in COMMANDS)
    assert "Exit codes: 0 fine, 1 does not conform, 2 wrong input or" in text


def test_names_of_questions_are_completed() -> None:
    assert question_names("parties-of-") == ["parties-of-initiative", "parties-of-project"]
    assert question_names("") == sorted(read_catalogue())
    assert question_names("qqq") == question_names("*") == question_names("../") == []


def test_parameters_of_a_question_are_completed() -> None:
    group = typer.main.get_command(app)
    context = typer.Context(group)
    context.params["name"] = "parties-of-project"
    assert parameter_keys(context, "") == ["project="]
    assert parameter_keys(context, "x") == []
    context.params["name"] = "nothing"
    assert parameter_keys(context, "") == []


def test_names_of_things_are_completed(built: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ROOT", str(built.root))
    assert "Tre-M - matchning, motor, mäklare" in thing_names("Tre-M")
    assert thing_names("Älvdalens k") == actor_names("Älvdalens k") == ["Älvdalens kommun"]
    assert actor_names("Tre-M - m") == []
    assert len(actor_names("")) == 50


def test_completion_is_silent_where_there_is_no_store(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("KG_ROOT", str(tmp_path_factory.mktemp("empty")))
    assert thing_names("") == actor_names("") == []
