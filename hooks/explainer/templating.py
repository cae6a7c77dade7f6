"""The templates, which hold all markup of more than an element."""

from __future__ import annotations

from functools import cache

import jinja2


@cache  # templates are the program's own; they change only with it
def environment() -> jinja2.Environment:
    """Return the environment in which every template is rendered: strict, and escaping."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("explainer"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def unbroken(body: str) -> str:
    """Drop blank lines and indentation, which Markdown could take for its own."""
    return "\n".join(line.strip() for line in body.splitlines() if line.strip())
