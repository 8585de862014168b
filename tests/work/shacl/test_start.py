"""What the fast way does without: it must not wait for libraries that take longer to import than an entry to check."""

import subprocess
import sys

CHECK = """
import sys
from kg.work.shapes import Shapes
assert Shapes().check([], []) == []
assert list(Shapes().check_many([([], [])])) == [[]]
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"rdflib", "pyshacl", "owlrl", "typer"}))
"""


def test_checking_imports_neither_rdflib_nor_pyshacl() -> None:
    done = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
