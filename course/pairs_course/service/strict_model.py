"""The base of all that goes in and out of the service."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """Nothing unknown comes in, and nothing unforeseen goes out."""

    model_config = ConfigDict(extra="forbid")
