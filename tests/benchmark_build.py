"""What the hooks cost: builds of the site with them, and by MkDocs alone once written out.

Run it from anywhere: ``python tests/benchmark_build.py [REPETITIONS]``. Both builds have the same
pages, theme and configuration; the second has no hooks, and reads what ``explainer write`` wrote.
They alternate, so that whatever else the machine does falls on both, and each runs in a process
of its own. Formatted citations are cached before the first measurement.
"""

from __future__ import annotations

import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
# The most that the pages may cost, citations aside.
LIMIT = 1.3
REPETITIONS = 7


def main() -> int:
    """Measure, print the medians and their ratio, and return 1 if it is above the limit."""
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else REPETITIONS
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        explainer = [sys.executable, "-m", "explainer", "--root", str(ROOT)]
        run([*explainer, "write", str(work / "docs")])
        plain = alone(work)
        builds = {"with hooks": ROOT / "mkdocs.yml", "MkDocs alone": plain}
        times: dict[str, list[float]] = {name: [] for name in builds}
        pages: dict[str, int] = {}
        for round_ in range(repetitions + 1):
            for name, config in builds.items():
                site = work / f"site-{name.replace(' ', '-')}"
                seconds = build(config, site)
                pages[name] = len(list(site.rglob("*.html")))
                if round_:  # the first fills the caches of the system
                    times[name].append(seconds)
    medians = {name: statistics.median(each) for name, each in times.items()}
    for name, each in times.items():
        spread = f"{min(each):.2f} to {max(each):.2f}"
        sys.stdout.write(
            f"{name:>12}: median {medians[name]:.2f} s ({spread}), {pages[name]} pages\n"
        )
    ratio = medians["with hooks"] / medians["MkDocs alone"]
    sys.stdout.write(
        f"{'ratio':>12}: {ratio:.2f} of {repetitions} builds each; at most {LIMIT} is allowed\n"
    )
    return 0 if ratio <= LIMIT else 1


def alone(work: Path) -> Path:
    """Write a configuration for the finished documents, which has no hooks but the same theme."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text = re.sub(r"^(?:hooks|watch):.*\n(?:[ -].*\n)*", "", text, flags=re.MULTILINE)
    text = text.replace("hooks/theme", str(ROOT / "hooks" / "theme"))
    # What hooks tell the theme, which a configuration without them has to say itself.
    config = work / "mkdocs.yml"
    config.write_text(f"{text}\nextra:\n  language: en\n", encoding="utf-8")
    return config


def build(config: Path, site: Path) -> float:
    """Build a site and return the seconds of processor time it took, start of Python included."""
    command = ["mkdocs", "build", "--quiet", "--config-file", str(config), "--site-dir", str(site)]
    before = spent()
    run([sys.executable, "-m", *command])
    return spent() - before


def spent() -> float:
    """Return the processor time of all finished child processes; a busy machine adds little to it."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(command: list[str]) -> None:
    """Run a command; show what it said if it fails."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


if __name__ == "__main__":
    sys.exit(main())
