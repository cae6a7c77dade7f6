"""Writes finished documents to a folder, so that any engine can build the site from them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from explainer.pages import Page


def write(pages: Iterable[Page], docs: Path, folder: Path) -> int:
    """Write every page, and copies of the other files of ``docs``; return how many were written."""
    count = 0
    for page in pages:
        target = folder / page.src_uri
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page.markdown, encoding="utf-8")
        count += 1
    for file in sorted(docs.rglob("*")):
        if file.is_file() and file.suffix != ".md":
            target = folder / file.relative_to(docs)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
            count += 1
    return count
