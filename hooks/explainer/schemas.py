"""JSON Schemas of the data files, generated from the model, for editors that complete and check."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from explainer.fields import Record
from explainer.load import LISTS, SINGLES
from explainer.model import Comparison

FOLDER = Path(__file__).parent / "schemas"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def generated() -> Mapping[str, str]:
    """Return the text of every schema by its file's name."""
    schemas = {name.split(".")[0]: _of(model) for name, model in SINGLES.items()}
    schemas["comparison"] = _of(Comparison)
    for file, (key, model) in LISTS.items():
        schemas[file.removesuffix(".yml")] = _list_of(key, model)
    return {
        f"{name}.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in sorted(schemas.items())
    }


def stale() -> list[str]:
    """Return the names of the committed schemas that are not what the model now generates."""
    current = generated()
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    return sorted(
        name for name in current.keys() | there.keys() if current.get(name) != there.get(name)
    )


def write() -> list[str]:
    """Write every schema that is not current; return the names of those written or removed."""
    changed = stale()
    current = generated()
    for name in changed:
        if name in current:
            (FOLDER / name).write_text(current[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
    return changed


def _of(model: type[Record]) -> dict[str, Any]:
    return {"$schema": _DIALECT, **model.model_json_schema(by_alias=True)}


def _list_of(key: str, model: type[Record]) -> dict[str, Any]:
    entry = model.model_json_schema(by_alias=True)
    definitions = {**entry.pop("$defs", {}), model.__name__: entry}
    return {
        "$schema": _DIALECT,
        "title": key.capitalize(),
        "type": "object",
        "additionalProperties": False,
        "required": [key],
        "properties": {
            key: {"type": "array", "items": {"$ref": f"#/$defs/{model.__name__}"}},
        },
        "$defs": definitions,
    }
