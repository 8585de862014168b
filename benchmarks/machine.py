"""What was measured on: the machine, and the versions of what runs on it."""

import os
import platform
import re
import subprocess
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import servers

PACKAGES = ("pyoxigraph", "rdflib", "oxrdflib", "pyshacl", "owlrl", "duckdb", "polars", "typer", "matplotlib")
TRIED = 256  # megabytes that are written to learn how fast the disk is


def machine(folder: Path) -> dict[str, str]:
    """Return what the machine is, a line each.

    Args:
        folder: on the disk that the workspaces lie on.
    """
    facts = {
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Memory": f"{_memory() / 1024 / 1024:.1f} GB",
        "Disk": f"{_file_system(folder)}; {write_speed(folder):.0f} MB/s written and synced",
        "System": f"{platform.system()} {platform.release()}",
        "Load when it began": " ".join(f"{one:.1f}" for one in os.getloadavg()) + " (processes, over 1, 5, 15 minutes)",
        "Python": platform.python_version(),
        "Packages": ", ".join(f"{name} {found}" for name in PACKAGES if (found := _version(name))),
    }
    for name in servers.SERVERS:
        facts[f"Server {name}"] = servers.absence(name) or _server_version(name)
    return facts


def write_speed(folder: Path) -> float:
    """Return how many megabytes a second the disk takes, synced."""
    block, path = os.urandom(1 << 20), folder / "speed.tmp"
    start = time.perf_counter()
    with path.open("wb") as file:
        for _ in range(TRIED):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    spent = time.perf_counter() - start
    path.unlink()
    return TRIED / spent


def _processor() -> str:
    try:
        found = re.search("^model name[^:]*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


def _memory() -> int:
    """Return the kilobytes of memory."""
    try:
        return int(Path("/proc/meminfo").read_text().split()[1])
    except (OSError, ValueError):
        return 0


def _file_system(folder: Path) -> str:
    done = subprocess.run(["df", "--output=fstype", str(folder)], capture_output=True, text=True, check=False)
    return (done.stdout.split() or ["unknown"])[-1]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _server_version(name: str) -> str:
    """Return what a server says its version is."""
    words = {"virtuoso": ["virtuoso-t", "-?"], "oxigraph": ["oxigraph", "--version"]}[name]
    done = subprocess.run([str(servers.program(words[0])), *words[1:]], capture_output=True, text=True, check=False)
    found = re.search(r"[0-9]+(?:\.[0-9]+)+", done.stdout + done.stderr)
    return found[0] if found else "installed"
