"""The shape of the programme's YAML as pydantic models: unknown keys are refused."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator

from pairs_course.programme import items

Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]*$", max_length=60)]
ModuleId = Annotated[str, Field(pattern=r"^0[1-8]-[a-z-]+$", max_length=60)]
Words = Annotated[str, Field(min_length=1, max_length=2000)]


class Strict(BaseModel):
    """What all models share: no unknown key, no guessing of types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Option(Strict):
    """One choice of an item."""

    id: Id
    label: Words
    feedback: str = ""
    turns: bool = False


class Box(Strict):
    """One box of a joint text or of a card."""

    id: Id
    label: Words
    kind: Literal["text", "number", "date", "choice"] = "text"
    hint: str = ""
    options: list[Option] = []

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Box:
        if (self.kind == "choice") != (len(self.options) >= 2):
            raise ValueError("a choice field, and no other, needs at least two options")
        return self


class Item(Strict):
    """One question; what it may have depends on its kind."""

    id: Id
    kind: Literal[
        "scale", "between", "choice", "text", "joint", "points", "move", "airtime", "cards"
    ]
    ask: Words
    hint: str = ""
    left: str = ""
    right: str = ""
    options: list[Option] = []
    fields: list[Box] = []
    guess: bool = False
    max: int = Field(default=500, ge=1, le=5000)
    most: int = Field(default=12, ge=1, le=30)
    audience: list[Literal["partner", "facilitator", "cohort", "other-pair"]] = []
    next: str = ""
    same_as: str = ""
    recalls: str = ""
    if_chosen: str = ""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Item:
        if self.kind == "between" and not (self.left and self.right):
            raise ValueError("a between item needs both statements, left and right")
        if self.kind in items.CHOSEN and len(self.options) < 2:
            raise ValueError(f"a {self.kind} item needs at least two options")
        if self.kind == "move" and not all(option.feedback for option in self.options):
            raise ValueError("every option of a move needs feedback")
        if self.kind == "cards" and not self.fields:
            raise ValueError("a cards item needs the fields of a card")
        if self.kind == "joint" and any(field.kind == "choice" for field in self.fields):
            raise ValueError("a joint item has no choice fields")
        if self.kind == "points" and "partner" not in self.audience:
            raise ValueError("points are of both partners, so they need partner in their audience")
        if self.if_chosen and self.kind != "text":
            raise ValueError("only a text goes with an option")
        if self.guess and self.kind not in items.RATED | {"choice"}:
            raise ValueError(f"a {self.kind} item cannot be guessed; remove guess")
        if self.guess and "partner" not in self.audience:
            raise ValueError("an item that is guessed needs partner in its audience")
        if items.OTHER_PAIR in self.audience and self.kind != "joint":
            raise ValueError("only what a pair writes together goes to the other pair")
        return self


class QuestionSet(Strict):
    """One file in ``questions/``."""

    id: Id
    module: ModuleId
    title: Words
    intro: str = ""
    wave: Literal["once", "start", "now", "then"] = "once"
    sealed: bool = False
    another_day: str = ""
    think: str = ""
    shown: Literal["", "plan", "ladder", "differences", "ledger", "hours", "challenge", "meet"] = ""
    items: list[Item] = Field(min_length=1)


class Minutes(Strict):
    """How long a module takes."""

    alone: int = Field(ge=1, le=25)
    together: int = Field(ge=0, le=120)


class Objective(Strict):
    """What a pair will be able to do."""

    id: Id
    text: Words
    activity: Id


class Activity(Strict):
    """What a pair does in one sitting."""

    id: Id
    title: Words
    minutes: int = Field(ge=1, le=20)  # a pair conversation takes longest


class Conversation(Strict):
    """What the pair conversation opens, and in which order."""

    bring: str = ""
    prompts: list[str] = []
    sealed: list[Id] = []
    compared: list[Id] = []


class Reference(Strict):
    """A source of a fact; ``supports`` quotes the words of the page that rest on it."""

    id: Id
    text: Words
    doi: str = ""
    supports: list[Words] = Field(min_length=1)


class Module(Strict):
    """One of the eight modules."""

    id: ModuleId
    title: Words
    minutes: Minutes
    covers: list[str] = []
    objectives: list[Objective] = []
    activities: list[Activity] = []
    conversation: Conversation = Conversation()
    sets: list[Id] = []
    borrows: list[Id] = []
    carries: list[Id] = []
    references: list[Reference] = []


class Idea(Strict):
    """Where one idea of the source is met: heading, activity and item, each with its module.

    ``taught`` is ``module#Heading``, ``practised`` ``module#activity``, ``asked`` ``module#item``.
    """

    taught: str
    practised: str
    asked: str


class Ideas(RootModel[dict[str, Idea]]):
    """``ideas.yaml``: where each idea is met, by its key."""


class Programme(Strict):
    """``programme.yaml``."""

    title: Words
    checked: str = Field(pattern=r"^\d{4}-\d{2}$")
    modules: list[Module] = Field(min_length=1)
