"""Finds the Chromium that the browser tests drive, and as a command installs one if there is none.

In this order: what the variable CHROMIUM names, the system's browser, Playwright's download, and
as root on Debian or Ubuntu the distribution's package. Whatever is found must have told its version.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
# A browser that starts does so within a second; a cold disk may need more.
START = 60
# Some 170 MB, or an answer that there is nothing to be had.
DOWNLOAD = 600


class NoChromiumError(LookupError):
    """No browser is there; the message says what to do."""


def find() -> str:
    """Return the path of a Chromium that runs.

    Raises:
        NoChromiumError: None is there, or the one that CHROMIUM names does not run.
    """
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        if _runs(chosen):
            return chosen
        message = f"CHROMIUM must name a Chromium that runs, got '{chosen}'."
        raise NoChromiumError(message)
    for path in _candidates():
        if _runs(path):
            return path
    message = (
        "The browser tests need Chromium, and none could be found: install the package "
        "'chromium' or Google Chrome, or name a browser in the variable CHROMIUM."
    )
    raise NoChromiumError(message)


def install() -> None:
    """Try to install a browser: Playwright's, and where that does not run, Debian's."""
    _run([sys.executable, "-m", "playwright", "install", "chromium"])
    if any(_runs(path) for path in _candidates()):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        _run(["apt-get", "update", "--quiet"])
        # Of what the package recommends, only fonts matter to pages.
        packages = ("chromium", "fonts-liberation")
        _run(["apt-get", "install", "--quiet", "--yes", "--no-install-recommends", *packages])


def main() -> int:
    """Print the browser's path; return 1 with a message if there is none."""
    try:
        try:
            print(find())
        except NoChromiumError:
            if os.environ.get("CHROMIUM"):
                raise
            install()
            print(find())
    except NoChromiumError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _candidates() -> Iterator[str]:
    for name in NAMES:
        path = shutil.which(name)
        if path:
            yield path
    yield from (str(path) for path in MAC)
    yield from _playwright()


def _playwright() -> Iterator[str]:
    # In a process of its own, as Playwright starts a driver that tests may already be running.
    code = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as playwright: print(playwright.chromium.executable_path)"
    )
    asked = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=START
    )
    if asked.returncode == 0:
        yield asked.stdout.strip()


def _runs(path: str) -> bool:
    # A browser without its libraries, and Ubuntu's stand-in for a snap, exist but do not run.
    try:
        told = subprocess.run([path, "--version"], capture_output=True, check=False, timeout=START)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0


def _run(command: Sequence[str]) -> None:
    # Standard output is for the path alone. Whether it helped is seen by looking again.
    print(f"Chromium: {' '.join(command)}", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            env=environment,
            check=False,
            timeout=DOWNLOAD,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"Chromium: {error}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
