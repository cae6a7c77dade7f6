"""Holds plain data against a model, and words what does not fit in this project's way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from explainer.fields import RULE, Record
from explainer.problems import Place, Problem, must

R = TypeVar("R", bound=Record)


def validate(model: type[R], data: object, place: Place) -> tuple[R | None, list[Problem]]:
    """Make a record of ``data``, which stands at ``place``; or return every problem with it."""
    try:
        record = model.model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False)
        return None, [_explain(model, place, each) for each in found if not _follows(each)]
    _place(record, place)
    return record, []


def _place(value: object, place: Place) -> None:
    """Tell ``value`` and every record inside it where it stands."""
    if isinstance(value, Record):
        value.put(place)
        for name, info in type(value).model_fields.items():
            _place(getattr(value, name), place.within(info.alias or name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            _place(item, place.within(index))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            _place(item, place.within(key))


def _follows(details: ErrorDetails) -> bool:
    """Whether a list only counts as too short because of entries that are reported themselves."""
    entries = details["input"]
    return (
        details["type"] == "too_short"
        and isinstance(entries, list)
        and len(entries) >= details["ctx"]["min_length"]
    )


_RULES = {
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "string_type": "text",
    "dict_type": "keys with values",
    "mapping_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
}


def _explain(model: type[BaseModel], place: Place, details: ErrorDetails) -> Problem:
    """Turn an error of the model's library into a problem in this project's words."""
    location = details["loc"]
    name = _name(location)
    kind, got, context = details["type"], _shown(details["input"]), details.get("ctx", {})
    if kind == "missing":
        message = f"{name} must be given, got nothing."
    elif kind == "extra_forbidden":
        known = _keys(model, location[:-1])
        message = must("a key here", f"one of {', '.join(known)}", name, known)
    elif kind == "literal_error":
        choices = [
            choice.strip("' ") for choice in context["expected"].replace(" or ", ", ").split(", ")
        ]
        message = must(name, f"one of {', '.join(choices)}", got, choices)
    elif kind == "too_short":
        message = must(name, f"a list of at least {context['min_length']}", got)
    elif kind in {"greater_than_equal", "less_than_equal"}:
        limit = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
        message = must(name, limit, got)
    elif kind == RULE:
        message = must(name, context["rule"], got)
    else:
        message = must(name, _RULES[kind], got)
    return place.problem(message, *location)


def _name(location: Sequence[str | int]) -> str:
    """The key that an error is about: the last one, for an entry of a list the list's key."""
    if location[-1:] == ("[key]",):
        return f"a key of {location[-3]}"
    return next((str(part) for part in reversed(location) if isinstance(part, str)), "an entry")


def _shown(value: object) -> str:
    """A value as an editor wrote it, in short."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "keys: " + ", ".join(value)
    return f"a list of {len(value)}" if isinstance(value, list | tuple) else str(value)


def _keys(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """The keys that the record at ``location`` inside ``model`` may have."""
    for part in location:
        fields = {info.alias or key: info for key, info in model.model_fields.items()}
        if part in fields:  # indexes and the keys of a mapping lead no deeper into the model
            model = next(_models(fields[str(part)].annotation))
    return [info.alias or key for key, info in model.model_fields.items()]


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    """The models that an annotation such as ``tuple[Row, ...] | None`` names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
