"""Let these tests use what the tests of the questions and the benchmarks use."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "tests" / "queries"), str(ROOT / "benchmarks")]
