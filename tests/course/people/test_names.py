"""A name is taken in as its owner would read it, wherever it was typed or copied from."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pairs_course.people.names import BadNameError, isolate, named, tidy

HALF_SPACE = "علی\u200cرضا"  # noqa: RUF001 - it is Persian
DOCTOR = "Ann \U0001f469\u200d\u2695\ufe0f"
WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ann\u00a0Ash", "Ann Ash"),
        ("Ann\u202fAsh", "Ann Ash"),
        ("  Ann \t\r\n Ash ", "Ann Ash"),
        ("Zoe\u0308", "Zo\u00eb"),
        (HALF_SPACE, HALF_SPACE),
        (f"{HALF_SPACE}\u200c", HALF_SPACE),
        (DOCTOR, DOCTOR),
        (f"Owen {WALES}", f"Owen {WALES}"),
        ("\u200eAnn Ash", "Ann Ash"),
        ("\u202bعمر\u202c", "عمر"),
        ("\u2068דנה לוי\u2069 \u200f", "דנה לוי"),
        ("דנה\u200f (Dana)", "דנה\u200f (Dana)"),
        ("Ann\u00adette\u200b", "Annette"),
        ("\ufeffAna", "Ana"),
        ("Ann \u200d Ash", "Ann Ash"),
        ("O'Brien", "O'Brien"),
        ("山田 花子", "山田 花子"),
        ("Ann \U0001fae8", "Ann \U0001fae8"),
        ("\uac00", "가"),
        ("\u1112\u1161\u11ab", "한"),
    ],
)
def test_what_changes_no_letter_is_put_right_and_the_rest_stays(typed: str, kept: str) -> None:
    """Spaces are spaces, marks at the ends go; half-spaces, joined emoji and flags stay."""
    assert named(typed) == kept


@pytest.mark.parametrize(
    ("typed", "got"),
    [
        ("An\x07n", "got ALERT (U+0007)"),
        ("An\x00n", "got NULL (U+0000)"),
        ("An\x1dn", "got INFORMATION SEPARATOR THREE (U+001D)"),
        ("An\x7fn", "got DELETE (U+007F)"),
        ("An\x8dn", "got a character without a name (U+008D)"),
        ("An\u202en", "got RIGHT-TO-LEFT OVERRIDE (U+202E)"),
        ("An\ufffdn", "got REPLACEMENT CHARACTER, a letter lost"),
        ("An\ue000n", "got a character without a name (U+E000)"),
        ("An\ufffen", "got a character without a name (U+FFFE)"),
        ("An\U000e0041n", "got TAG LATIN CAPITAL LETTER A (U+E0041)"),
        ("", "got none"),
        (" \u200b\u200e ", "got none"),
        ("\u3164\u2800", "got none"),
        ("x" * 101, "got 101"),
    ],
)
def test_what_no_name_has_is_refused_by_its_own_name(typed: str, got: str) -> None:
    """The message says which character it was, and never a length that is not the reason."""
    with pytest.raises(BadNameError) as refused:
        named(typed)

    assert str(refused.value).startswith("must be 1 to 100 readable characters, got ")
    assert got in str(refused.value)


@given(st.text())
@example("\u200c \u200e")
@example("a\u0301\u200d \u00ad\u0323")
def test_any_text_is_a_name_or_refused_and_kept_as_it_is_from_then_on(text: str) -> None:
    """A name that was kept once is never changed by being sent in again."""
    try:
        name = named(text)
    except BadNameError:
        assert tidy(tidy(text)) == tidy(text)
    else:
        assert named(name) == name == unicodedata.normalize("NFC", name)
        assert name == " ".join(name.split())


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=100))
def test_letters_and_digits_of_every_script_are_names(name: str) -> None:
    """Nobody is refused for their alphabet."""
    kept = unicodedata.normalize("NFC", name)
    if set(kept) - set("\u115f\u1160\u3164\uffa0") and len(kept) <= 100:
        assert named(name) == kept


def test_a_name_in_the_other_direction_is_isolated_and_no_other() -> None:
    """Plain sentences hold invisible characters only where they are needed."""
    assert isolate("דנה לוי") == "\u2068דנה לוי\u2069"
    assert isolate("عمر (Omar)") == "\u2068عمر (Omar)\u2069"
    assert isolate("Zoë Kühn") == "Zoë Kühn"
    assert isolate("山田") == "山田"
