"""What the shell completes: questions, their parameters, the names of things. Silent where there is no store."""

import typer

from kg.errors import KgError

MOST = 50


def question_names(incomplete: str) -> list[str]:
    """Return the questions whose names begin as written."""
    from kg.disk.resources import resource

    return sorted(path.stem for path in resource("queries").glob("*.rq") if path.stem.startswith(incomplete))


def parameter_keys(context: typer.Context, incomplete: str) -> list[str]:
    """Return `key=` for each parameter of the question that stands on the line."""
    from kg.work.queries import find_question

    name = context.params.get("name") or next(iter(context.args), "")  # an unfinished line is not parsed yet
    try:
        parameters = find_question(name).parameters
    except KgError:
        return []
    return [f"{parameter.name}=" for parameter in parameters if parameter.name.startswith(incomplete)]


def thing_names(incomplete: str) -> list[str]:
    """Return names of projects, actors, places and initiatives that begin as written."""
    return _names(incomplete, ("sam:Project", "sam:Actor", "sam:Place", "sam:Initiative"))


def actor_names(incomplete: str) -> list[str]:
    """Return names of actors that begin as written."""
    return _names(incomplete, ("sam:Actor",))


def _names(incomplete: str, families: tuple[str, ...]) -> list[str]:
    from kg.disk.store import open_names
    from kg.disk.workspace import Workspace

    try:
        names = open_names(Workspace.find().store)
        return names.beginning(incomplete, families, MOST) if names else []
    except KgError:
        return []
