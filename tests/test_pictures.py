"""Pictures drawn by the build, held against golden files that can be opened and looked at.

After a picture was changed on purpose, ``UPDATE_GOLDEN=1 pytest tests/test_pictures.py`` writes
them anew; open them in a browser and review the difference.
"""

from __future__ import annotations

import os
import re

import pytest

import support

PICTURES = support.TESTS / "pictures"
# Colors that the theme's style sheet gives, in short, so that a picture can be looked at alone.
LOOK = (
    "<style>svg{font:12px sans-serif;background:#fbf9f4}path,rect{fill:none;stroke:#999}"
    ".tall{--turn:matrix(0,1,1,0,0,0)}"
    ".even,rect.flag{fill:#0001;stroke:none}.band{stroke:none}a *{fill:#1f3f77;stroke:none}"
    "text{fill:#1d1b17}path.flag,.extent{stroke:#96281b}</style>"
)


def drawn(kind):
    figure = support.tiny_site().pages["timeline/index.html"].select_one("figure.picture")
    head, rest = str(figure.select_one(f"svg.{kind}")).split(">", 1)
    used = [*figure.select("svg.symbols path[id]")]
    defs = "".join(map(str, used))
    svg = f'{head} xmlns="http://www.w3.org/2000/svg">{LOOK}<defs>{defs}</defs>{rest}'
    return re.sub(r"(</a>|</text>|</g>|<g |<a )", r"\1\n", svg).replace("\n\n", "\n") + "\n"


@pytest.mark.parametrize("kind", ["wide", "tall"])
def test_picture(kind):
    golden = PICTURES / f"timeline-{kind}.svg"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(drawn(kind), encoding="utf-8")
    assert drawn(kind) == golden.read_text(encoding="utf-8")
