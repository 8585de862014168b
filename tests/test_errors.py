import inspect

import pytest

from kg import errors

EXIT_CODES = {
    "KgError": 2, "InputError": 2, "ParseError": 2, "UnknownNameError": 2, "AmbiguousNameError": 2,
    "ParameterError": 2, "QueryRefusedError": 2, "StoreError": 3, "BuildError": 2, "ListedError": 2,
    "RemoteError": 3, "RowLimitError": 3, "WorkerError": 3,
}  # fmt: skip


def test_every_error_is_told_with_its_exit_code() -> None:
    classes = inspect.getmembers(errors, inspect.isclass)
    found = {name: kind.exit_code for name, kind in classes if issubclass(kind, errors.KgError)}
    assert len(found) == len(classes)
    assert found == EXIT_CODES
    assert all(name in (errors.__doc__ or "") for name in found)


@pytest.mark.parametrize(("lang", "words"), [("sv", "finns inte"), ("en", "no such file"), ("de", "no such file")])
def test_an_error_speaks_swedish_or_else_english(lang: str, words: str) -> None:
    assert errors.ParseError("no such file", "finns inte").text(lang) == words
