"""Published data for tests: summaries with any words, as the programme's questions give them."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from pairs_course.figures import aggregation
from pairs_course.figures.published import Asked, Letter, Summary, Word
from pairs_course.programme import loader

CONTENT = loader.load()
CLOSED = "2026-11-23"
NO_TIME = "NT1"


def summary(wave: str, word: Callable[[Asked], Word | None], closed: str = CLOSED) -> Summary:
    """Return the summary of a wave of the programme with these words; None is withheld."""
    asked = [a for one in aggregation.items_of(CONTENT, wave) for a, _ in aggregation.asked(one)]
    words = [word(about) for about in asked]
    return {
        "wave": wave,
        "closed": closed,
        "items": [
            {**about, "word": said, "why": None if said else aggregation.TOO_FEW}
            for about, said in zip(asked, words, strict=True)
        ],
        "finished": [],
    }


def letter(wave: str = "start", opens: str = "2026-11-30", *, held: bool = False) -> Letter:
    """Return a short letter."""
    parts = [{"heading": "Time", "sentences": [f"Many people, in wave {wave}."]}]
    return {"wave": wave, "made": CLOSED, "opens": opens, "held": held, "parts": parts}  # type: ignore[typeddict-item]


@st.composite
def summaries(draw: st.DrawFn) -> list[Summary]:
    """Draw what a cohort may have published by now, in an order in which waves may close.

    Nobody names two options, so at most two of a choice are not "few".
    """
    waves = draw(st.lists(st.sampled_from(aggregation.waves(CONTENT)), min_size=1, unique=True))
    words: st.SearchStrategy[Word | None] = st.sampled_from(["few", "about half", "many", None])
    named: list[list[Word]] = [["many"], ["about half"], ["about half"] * 2, []]
    found = []
    for wave in waves:
        options = [
            a["option"]
            for one in aggregation.items_of(CONTENT, wave)
            for a, _ in aggregation.asked(one)
            if a["item"] == NO_TIME
        ]
        often = dict(
            zip(draw(st.permutations(options)), draw(st.sampled_from(named)), strict=False)
        )
        withheld = draw(st.booleans())

        def word(about: Asked, often: dict[str, Word] = often, out: bool = withheld) -> Word | None:
            if about["item"] == NO_TIME:
                return None if out else often.get(about["option"], "few")
            return draw(words)

        found.append(summary(wave, word))
    return found
