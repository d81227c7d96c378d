"""Memory goes back when a server falls quiet, and only then."""

from __future__ import annotations

from pairs_course.hub.malloc_trim import Watch


def test_it_is_given_back_once_after_work() -> None:
    """Not while there is work, not again while nothing happens, and again after more work."""
    given: list[float] = []
    times = iter([0.0, 0.5, 0.9, 0.901, 0.902, 0.903, 1.5, 1.501, 1.502])
    at = [0.0]

    def clock() -> float:
        at[0] = next(times)
        return at[0]

    watch = Watch(lambda: given.append(at[0]), clock)
    for _ in range(6):
        watch.look()

    assert given == [0.901, 1.501]
