"""What the YAML of a declared shape must hold to, said beside its fields.

Kernels load the shapes with the standard library alone. Where YAML is read, pydantic finds these
rules by its own protocol, in which a rule is a plain dictionary.
"""

from __future__ import annotations

from typing import Annotated, Any


class Limits:
    """Limits of a field, by pydantic's names: ``Annotated[str, Limits(min_length=1)]``."""

    def __init__(self, **limits: int | str) -> None:
        self._limits = limits

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> dict[str, Any]:
        """Return the schema of the field with the limits in it."""
        return {**handler(source), **self._limits}


class Derived:
    """Marks a field that the course works out by itself: no YAML may set it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> dict[str, Any]:
        """Return a schema that refuses every value."""
        return _after(handler(source), _refused)


class Ruled:
    """A shape whose fields have to fit each other."""

    def problem(self) -> str | None:
        """Say in plain words why this cannot stand in the programme, or None."""
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> dict[str, Any]:
        """Return the schema of the shape with the rule after it."""
        return _after(handler(source), _fitting)


def _after(schema: dict[str, Any], check: Any) -> dict[str, Any]:
    return {
        "type": "function-after",
        "schema": schema,
        "function": {"type": "no-info", "function": check},
    }


def _refused(_value: object) -> None:
    raise ValueError("the course works this out by itself; remove it")


def _fitting(value: Ruled) -> Ruled:
    if problem := value.problem():
        raise ValueError(problem)
    return value


Id = Annotated[str, Limits(pattern=r"^[A-Za-z][A-Za-z0-9-]*$", max_length=60)]
ModuleId = Annotated[str, Limits(pattern=r"^0[1-8]-[a-z-]+$", max_length=60)]
Words = Annotated[str, Limits(min_length=1, max_length=2000)]
