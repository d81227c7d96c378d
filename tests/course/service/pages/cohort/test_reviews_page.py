"""Cards and letters: read with marks, published or sent back, never changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pairs_course.store import Store

from .visitor import Page, Visitor, words

LAST = "08-next-steps"
BOTH = ("partner", "facilitator")
LETTER = {"letter": "We thank Priya,\nand <b>Dan</b>."}
OTHER = {"letter": "Take your time."}

Agree = Callable[[dict[str, str]], None]


@pytest.fixture
def agree(does: Callable[..., str]) -> Agree:
    """`agree(letter)` lets the first pair agree on a letter, and Ann send the module."""

    def agree(value: dict[str, str]) -> None:
        proposal = does("ann", LAST, "propose", "letter", value, *BOTH)
        does("ben", LAST, "confirm", "letter", {"of": proposal}, *BOTH)
        does("ann", LAST, "send", LAST)

    return agree


@pytest.fixture
def page(fay: Visitor, agree: Agree) -> Page:
    """The page with one letter that waits."""
    agree(LETTER)
    return fay.open("reviews")


def form(page: Page, beginning: str) -> str:
    (name,) = [one for one in page.forms() if one.startswith(beginning)]
    return name


def published(store: Store) -> list[dict[str, str]]:
    return [text.value for text in store.reviews.published("north")]


def test_a_letter_is_read_with_its_marks(page: Page) -> None:
    """Whose it is, the words as they are, and what to look at; each button says what it does."""
    (quote,) = page.tree.iter("blockquote")

    assert "Letter of 1 (Ann Alder and Ben Birch)" in page.text
    assert "".join(quote.itertext()) == LETTER["letter"]
    assert [mark.text for mark in quote.iter("mark")] == ["Priya", "Dan"]
    assert "“Priya”: a capital letter inside a sentence“Dan”: a name of your cohort" in "".join(
        page.text.split("Look at: ")[1].replace(" “", "“")
    )
    assert "people who follow the course or pay for it" in words(page.form(form(page, "publish")))
    assert "Both of the two read your reason" in words(page.form(form(page, "back")))


def test_a_letter_is_published(store: Store, fay: Visitor, page: Page) -> None:
    """Pressing again does no harm; it can still be sent back."""
    said = [page.press(form(page, "publish")).said for _ in range(2)]

    assert said == ["Published. Either of the two can take it back at any time."] * 2
    assert published(store) == [LETTER]
    shown = fay.open("reviews")
    assert "No card and no letter waits to be read." in shown.text
    assert "Letter of 1 (Ann Alder and Ben Birch): published" in shown.text
    assert "by Fay Fern." in shown.text

    back = shown.press(form(shown, "back"), reason="recognised")
    assert back.said == "Sent back. Both read your reason on their Home."
    assert published(store) == []


def test_a_letter_is_sent_back_and_comes_again(
    store: Store, fay: Visitor, page: Page, agree: Agree
) -> None:
    """With the reason in words; the changed one waits."""
    page.press(form(page, "back"), reason="unclear", sentence="  Who is it? ")
    shown = fay.open("reviews").text
    assert "Letter of 1 (Ann Alder and Ben Birch): sent back" in shown
    assert "who does not know you. Who is it?" in shown

    agree(OTHER)
    again = fay.open("reviews")
    (waits,) = [one for one in again.forms() if one.startswith("back")]
    again.press(waits.replace("back", "publish"))
    assert published(store) == [OTHER]


@pytest.mark.parametrize(
    ("filled", "expected"),
    [
        ({}, {"reason": "Choose why you send it back."}),
        (
            {"reason": "ugly", "sentence": "x" * 301},
            {
                "reason": "Choose why you send it back.",
                "sentence": "Write at most 300 characters, got 301.",
            },
        ),
        (
            {"reason": "unclear", "sentence": "x" * 301},
            {"sentence": "Write at most 300 characters, got 301."},
        ),
    ],
)
def test_without_a_reason_nothing_is_sent_back(
    fay: Visitor, page: Page, filled: dict[str, str], expected: dict[str, str]
) -> None:
    """The problem stands at its field, with what was filled in; the letter waits as before."""
    before, name = fay.open("reviews").answer.content, form(page, "back")
    refused = page.press(name, **filled)

    assert dict(refused.problems) == {f"{name}-{field}": said for field, said in expected.items()}
    assert refused.fields(name)["sentence"] == filled.get("sentence", "")
    assert fay.open("reviews").answer.content == before


def test_a_letter_that_changed_meanwhile_is_not_published(
    store: Store, page: Page, agree: Agree
) -> None:
    """The facilitator is told, and finds the new one."""
    agree(OTHER)

    refused = page.press(form(page, "publish"))

    ((_, said),) = refused.problems
    assert "The pair changed or withdrew this text" in said
    assert published(store) == []
    assert "Take your time." in refused.text


def test_another_facilitator_was_quicker(store: Store, fay: Visitor, page: Page) -> None:
    """It says what they decided; with that in view it can be changed."""
    page.press(form(page, "publish"))
    late = page.press(form(page, "back"), reason="unclear")
    knowing = fay.open("reviews")
    knowing.press(form(knowing, "back"), reason="not-safe")

    assert [field for field, _ in late.problems] == [""]
    assert published(store) == []


@pytest.mark.parametrize(
    ("filled", "status"),
    [({"item": "commitments"}, 404), ({"was": "edited"}, 422), ({"was": None}, 422)],
)
def test_only_cards_and_letters_are_read(
    store: Store, fay: Visitor, page: Page, filled: dict[str, str | None], status: int
) -> None:
    """Whatever a browser sends: nothing else is published, and nobody edits a text."""
    answer = fay.send(page, form(page, "publish"), letter="Other words.", **filled)

    assert answer.status_code == status
    assert published(store) == []


@pytest.mark.parametrize("filled", [{"digest": "0" * 64}, {"digest": "x"}, {"pair": "9"}])
def test_a_text_that_is_not_there_is_not_decided(
    store: Store, page: Page, filled: dict[str, str]
) -> None:
    """It says so, and nothing is published."""
    refused = page.press(form(page, "publish"), **filled)

    ((_, said),) = refused.problems
    assert "The pair changed or withdrew this text" in said
    assert published(store) == []


def test_marks_at_both_ends_show_nothing_empty(fay: Visitor, agree: Agree) -> None:
    """A text that is one name."""
    agree({"letter": "Ann"})

    (quote,) = fay.open("reviews").tree.iter("blockquote")

    assert [mark.text for mark in quote.iter("mark")] == ["Ann"]
    assert "".join(quote.itertext()) == "Ann"
