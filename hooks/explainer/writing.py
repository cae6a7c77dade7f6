"""Writes finished documents to a folder, so that any engine can build the site from them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from explainer.page import Page


def write(pages: Iterable[Page], data: Mapping[str, str], docs: Path, folder: Path) -> int:
    """Write every page, the ``data`` by path, and copies of the other files of ``docs``.

    Returns how many files were written.
    """
    count = 0
    for path, content in [*((page.src_uri, page.markdown) for page in pages), *data.items()]:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
        count += 1
    for file in sorted(docs.rglob("*")):
        if file.is_file() and file.suffix != ".md":
            target = folder / file.relative_to(docs)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
            count += 1
    return count
