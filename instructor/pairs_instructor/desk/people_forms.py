"""What the desk shows of the people of a cohort: tables, and the forms that change who is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pairs_course.people.names import isolate
from pairs_course.people.roster import PAIR_ROLES, ROLES
from pairs_course.people.roster_diff import Member, as_text
from pairs_course.programme.content import Module
from pairs_instructor.desk.blocks import Block, details, download, field, form, table, text
from pairs_instructor.desk.one_person import free_label
from pairs_instructor.desk.words import day

_COLUMNS: Final = (
    "Four columns: username, name, role, pair. A role is patient-leader, professional, facilitator "
    "or sponsor. A sign-in name has letters from a to z, digits, dots and hyphens. "
    "It is no e-mail address."
)
MOVED: Final = (
    "A sign-in name cannot be changed. Who gets another one is a new person here: what they wrote "
    "stays with the old name."
)


def tables(here: Sequence[Member], gone: Sequence[Member], title: str) -> list[Block]:
    """Return who is here, partners side by side, and who left."""
    ordered = sorted(here, key=lambda p: (p.role not in PAIR_ROLES, _order(p.pair), p.role))
    rows = [(p.name, p.username, p.role, p.pair or "") for p in ordered]
    shown = [table(f"People of {title}", ["Name", "Sign-in name", "Role", "Pair"], rows)]
    if gone:
        left = [(p.name, p.username, p.role, p.pair or "", day(p.left or "")) for p in gone]
        columns = ["Name", "Sign-in name", "Role", "Pair", "Left on"]
        shown.append(details(f"Who left ({len(left)})", [table("Who left", columns, left)]))
    return shown


def _order(pair: str | None) -> tuple[int, str]:
    label = pair or ""
    return (int(label) if label.isdecimal() else 10**9, label)


def whole(here: Sequence[Member], cohort: str) -> Block:
    """Return the form for a whole new list."""
    return details(
        "Send a whole new list",
        [
            text(_COLUMNS, "Put in everybody who is to be in the cohort. Who is missing leaves."),
            download("Save the list of today", f"{cohort}.csv", as_text(here)),
            form(
                "look",
                "Look at what would change",
                _sheet(),
                says="Nothing changes yet. You see first who comes, who leaves and who is paired.",
            ),
        ],
    )


def _sheet() -> list[Block]:
    return [
        field(
            "file",
            "file",
            "A file: a spreadsheet or CSV",
            accept=".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.ods",
        ),
        field(
            "area",
            "pasted",
            "Or paste the cells here",
            hint="Copy them from your spreadsheet. The heading row may be missing then.",
            rows=6,
        ),
    ]


def one_person(here: Sequence[Member]) -> list[Block]:
    """Return the forms for one person, which lead to a preview as a whole list does."""
    roles = [(role, role) for role in ROLES]
    everybody = [("", "Choose"), *((p.username, f"{isolate(p.name)} ({p.username})") for p in here)]
    first, second = (
        [
            ("", "Choose"),
            *((p.username, f"{isolate(p.name)}, pair {p.pair}") for p in here if p.role == r),
        ]
        for r in PAIR_ROLES
    )
    label = free_label(here)
    look, says = "Look at what would change", "Nothing changes yet."
    return [
        form(
            "add",
            look,
            [
                field("text", "username", "Sign-in name", hint="For example: ann-ash"),
                field("text", "name", "Name"),
                field("select", "role", "Role", value=ROLES[0], options=roles),
                field("text", "pair", "Pair", hint="For people in a pair.", value=label),
            ],
            says=says,
            title="Add a person",
        ),
        form(
            "change",
            look,
            [
                field("select", "who", "Person", options=everybody),
                field("text", "name", "New name", hint="Leave it empty to keep the name."),
                field("select", "role", "Role", options=[("", "As it is"), *roles]),
                field("text", "pair", "Pair", hint="Leave it empty to keep the pair."),
            ],
            says=f"{says} {MOVED}",
            title="Change a name, role or pair",
        ),
        form(
            "pair",
            look,
            [
                field("select", "first", "Patient leader", options=first),
                field("select", "second", "Professional", options=second),
                field("text", "pair", "Pair", value=label),
            ],
            says=f"{says} Former partners go on alone in their pair until you pair them again.",
            title="Pair two people anew",
        ),
        form(
            "take-off",
            look,
            [field("select", "who", "Person", options=everybody)],
            says=f"{says} What they sent stays with you. Their partner can finish alone.",
            title="Take a person off the list",
        ),
    ]


def renew(here: Sequence[Member]) -> Block:
    """Return the form for a new password."""
    people = [("", "Choose"), *((p.username, f"{isolate(p.name)} ({p.username})") for p in here)]
    says = (
        "Do this only when the person asks for it. The old password ends at once, with all that is "
        "open with it. The new one is shown once, with a card to print. Their Home will say that "
        "you gave it to them, and when."
    )
    return form(
        "renew",
        "Make a new password",
        [field("select", "who", "Person", options=people)],
        says=says,
    )


def add_cohort() -> Block:
    """Return the form for another cohort."""
    return form(
        "look-cohort",
        "Look at what would be made",
        [
            field("text", "name", "Short name", hint="Small letters, digits, hyphens: leeds-2027"),
            field("text", "title", "Title", hint="What people read."),
            *_sheet(),
        ],
        says="Nothing is made yet. You see first who would be in it.",
        another=True,
    )


def new_cohort(given: Mapping[str, str], modules: Sequence[Module]) -> Block:
    """Return the form that makes the cohort that was looked at, and releases what it is to have."""
    choice = [
        ("all", "Release all modules, each on its day below"),
        ("none", "Release none yet. You do it one by one, under “Modules”"),
    ]
    days = [
        field("date", f"opens {module.id}", f"{module.number} {module.title}: opening day")
        for module in modules
    ]
    return form(
        "add-cohort",
        "Add this cohort",
        [
            field("radios", "release", "Modules", value="all", options=choice),
            *days,
        ],
        values=given,
        says="You become its facilitator. Everybody new gets a password, shown once. A module "
        "without a day opens now.",
        main=True,
        another=True,
    )
