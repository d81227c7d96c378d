"""What the conversation's page is told, as a pure function: widget, examples and tests use it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pairs_course.answers.events import Event
from pairs_course.answers.partner_view import View
from pairs_course.programme.content import Content, QuestionSet
from pairs_widgets.conversation import phases
from pairs_widgets.conversation.compared import compared
from pairs_widgets.reveal import reveal


def conversation_state(
    base: Mapping[str, Any],
    content: Content,
    module: str,
    events: Sequence[Event],
    unshared: Iterable[str] = (),
    *,
    now: str,
    anew: bool = False,
    not_sealed: bool = False,
) -> dict[str, Any]:
    """Return the state of the page (type ``State`` in conversation/types.js).

    Args:
        base: what every widget's page is told, with ``view``: what this person may see.
        content: the programme.
        module: the module's id.
        events: this person's own events, in the order of the journal.
        unshared: ids of events that the service does not have yet.
        now: ISO 8601; after a long wait the page says that nobody has to wait.
        anew: whether this person has a new partner since they began the module.
        not_sealed: whether the service did not take this person's last seal.
    """
    view: View = base["view"]
    about = content.module(module)
    items = [item for _, item in content.sealed_items(module)]
    taken = phases.taken(events, module)
    unsent = set(unshared)
    shown = phases.phase(view, events, module, unsent)
    if shown in ("alone", "sealed", "ready"):  # nobody is here now, whatever was pressed before
        taken.pop("together", None)
    beside: dict[str, str] = {wave["id"]: wave["beside"] for wave in content.words["waves"]}
    late = [f"{kind}/{module}" for kind, event in taken.items() if event.id in unsent]
    return {
        **base,
        "saved": {**base["saved"], **{f"{kind}/{module}": e.at for kind, e in taken.items()}},
        "typed": {
            **base["typed"],
            **{f"{kind}/{module}": e.typed_by for kind, e in taken.items() if e.typed_by},
        },
        "unshared": [*base["unshared"], *late],
        "module": {"id": module, "prompts": list(about.conversation.prompts)},
        "phase": shown,
        "waited_long": phases.waited_long(shown, taken, now),
        "anew": anew,
        "not_sealed": not_sealed,
        "sealed": [item.id for item in items if not item.if_chosen],
        "missing": phases.missing(items, base["answers"]),
        "sentence": about.sentence_item,
        "opened": reveal.opened(items, view),
        "compared": compared(content.compared_sets(module), view, events, beside),
        "done": {kind: event.value for kind, event in taken.items()},
        "guide": content.words["talk"],
        "ways": content.words["ways"],
    }


def conversation_sets(content: Content, module_id: str) -> tuple[QuestionSet, ...]:
    """Return the sets the conversation speaks of: the sealed ones, and the one sentence."""
    module = content.module(module_id)
    ids = (*module.conversation.sealed, module.sentence_item)
    return tuple(content.question_set(i) for i in ids)
