"""Our page over HTTP: what the two agreed, as text; and Help, which names who can be asked."""

from __future__ import annotations

from pairs_course.service.pages import charts, notes

from ...strategies import MODULE, PROGRAMME, SENTENCE, event
from .site import get, send, text

PAGE = (
    '<!doctype html><html lang="en"><head><title>F</title></head><body>'
    "<h2>A note to the pair</h2><p>From your facilitator.</p>"
    '<p class="note">Well &lt;done&gt;\nBoth.</p>'
    '<h2>A private note</h2><p class="note">For Amal alone.</p></body></html>'
)


def agree(store, words):
    """Let ben suggest the one sentence and amal confirm it."""
    said = event("propose", SENTENCE, {"text": words})
    store.events.add("ben", [said], PROGRAMME)
    store.events.add("amal", [event("confirm", SENTENCE, {"of": said.id})], PROGRAMME)


def test_our_page_has_what_was_agreed_as_text(client, store):
    """The same for both, linked from Home; what was only suggested is not on it."""
    assert "Nothing is agreed yet." in text(get(client, "ours"))
    agree(store, "We <b>listen</b>.")
    store.events.add("ben", [event("propose", SENTENCE, {"text": "Only mine."})], PROGRAMME)

    for user in ("amal", "ben"):
        words = text(get(client, "ours", user))
        assert "We <b>listen</b>." in words
        assert "Only mine." not in words
    assert 'href="/services/course/ours"' in get(client, "").text


def test_our_page_has_the_note_to_the_pair_and_no_private_note(client, store):
    """Two people look at it together, so what is for one of them stays on the page of feedback."""
    store.submissions.put_feedback(send(store), MODULE, PAGE)

    words = text(get(client, "ours"))

    assert "Well <done> Both." in words
    assert "For Amal alone." not in words
    assert "Read the whole feedback" in words
    assert "Well" not in text(get(client, "ours", "ben"))


def test_our_page_is_for_the_people_of_a_pair(client):
    """A facilitator reads what was sent, and a sponsor nothing."""
    for user in ("faye", "sam"):
        assert get(client, "ours", user).status_code == 403
    assert get(client, "ours", None).status_code == 303


def test_a_page_of_feedback_of_another_shape_has_no_note():
    """It was made elsewhere: nothing breaks, and nothing else is taken for a note."""
    for html in ("", "<p class=note>x", "<h2>A note to the pair<p>x</p>", "<h2></h2></p>"):
        assert notes.to_pair(html) == ""
    assert notes.to_pair(PAGE) == "Well <done>\nBoth."


def test_a_run_chart_stays_inside_its_drawing():
    """One point, equal points, and many: each has a place between the edges, in their order."""
    for values in ([5.0], [5.0, 5.0], [999.0, 12.5, -5.0]):
        drawn = charts.drawn([point(value) for value in values], sorted(values)[len(values) // 2])
        assert drawn is not None
        assert drawn.median is not None
        assert all(drawn.left <= x <= drawn.right for x, _ in drawn.dots)
        assert all(
            drawn.top <= y <= drawn.bottom for y in [drawn.median, *(y for _, y in drawn.dots)]
        )
        assert [x for x, _ in drawn.dots] == sorted(x for x, _ in drawn.dots)
    assert charts.drawn([], None) is None


def point(value):
    """Make a point of a measure."""
    return {
        "id": "p",
        "day": "2026-11-03",
        "value": value,
        "by": "me",
        "changed": None,
        "out": False,
    }


def test_help_names_the_facilitator(client):
    """And says truly that the course has no number of theirs, and how to be called."""
    words = text(get(client, "help"))

    assert "Your facilitator is Faye." in words
    assert "You can also ask Faye to call you." in words
