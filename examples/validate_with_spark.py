"""Validate a large graph in shares that Spark runs, and put their reports together.

Each share is a task: on a machine of its own where the cluster has several, here side by side in Spark's local mode.
Every machine needs kg, and the workspace with a store of the same data (a shared folder, or `kg build` on each).
What comes out is the report that `kg validate` gives in one process, byte for byte. Spark (and Java) are not parts of
kg; install them beside it:

    pip install pyspark
    python examples/validate_with_spark.py ROOT -o report.json [--shares 16] [--format text|json|turtle]
                                                [--lang sv|en] [--master 'local[*]']

The exit code is that of `kg validate`: 1 if something does not conform.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

KG = (sys.executable, "-m", "kg")
MADE = (0, 1)  # exit codes with a report


def main() -> int:
    """Read what is asked for, run the shares, and write the report."""
    parser = argparse.ArgumentParser(description="Validate a graph in shares that Spark runs.")
    parser.add_argument("root", type=Path, help="the workspace, with a store of today's data")
    parser.add_argument("-o", "--output", type=Path, required=True, help="where to write the report")
    parser.add_argument("--shares", type=int, default=16, help="how many")
    parser.add_argument("--profile", default="draft", help="what must be there")
    parser.add_argument("--format", default="text", choices=["text", "json", "turtle"], help="of the report")
    parser.add_argument("--lang", default="en", choices=["sv", "en"], help="of a report in text")
    parser.add_argument("--master", default="local[*]", help="where Spark runs")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:  # on a cluster: one that all machines reach
        check = checker(str(given.root.resolve()), given.profile, folder, given.shares)
        reports = run_with_spark(given.master, given.shares, check)
        command = [*KG, "--lang", given.lang, "report", "merge", "--format", given.format, "-o", str(given.output)]
        return subprocess.run([*command, *sorted(reports)], check=False).returncode  # noqa: S603 -- kg itself


def checker(root: str, profile: str, folder: str, shares: int) -> Callable[[int], str]:
    """Return what checks a share, by its number, and returns the path of its report; Spark sends it to the tasks."""
    kg, made = KG, MADE

    def check(number: int) -> str:
        path = f"{folder}/{number}.json"
        command = [*kg, "--root", root, "validate", "--profile", profile, "--format", "json", "--jobs", "1"]
        with open(path, "wb") as file:  # noqa: PTH123 -- nothing to import in the task
            done = subprocess.run(  # noqa: S603 -- kg itself
                [*command, "--shard", f"{number}/{shares}"], stdout=file, stderr=subprocess.PIPE
            )
        if done.returncode not in made:
            raise RuntimeError(f"share {number}/{shares}: {done.stderr.decode()}")
        return path

    return check


def run_with_spark(master: str, shares: int, check: Callable[[int], str]) -> Iterable[str]:
    """Return what a function gives for the number of each share, each run as a task of its own."""
    sql: Any = __import__("pyspark.sql", fromlist=["SparkSession"])  # typed as anything: kg does not need it
    builder = sql.SparkSession.builder.master(master).appName("kg validate")
    spark = builder.config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1").getOrCreate()
    try:
        paths: list[str] = spark.sparkContext.parallelize(range(1, shares + 1), shares).map(check).collect()
        return paths
    finally:
        spark.stop()


if __name__ == "__main__":
    sys.exit(main())
