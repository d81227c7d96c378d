"""Guessing stays slow, and nobody keeps another out: by a clock of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.hub import password_attempts
from pairs_course.hub.password_attempts import TooMany, Tries, Try

ANN = Try("ann", "192.0.2.1")


class Time:
    """Seconds that pass only when somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Return them."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let them pass, and everybody else have a turn."""
        self.now += seconds
        await asyncio.sleep(0)


async def wrong() -> bool:
    """A password that is not right."""
    return False


async def right() -> bool:
    """The right one."""
    return True


_loop = asyncio.Runner()


@pytest.fixture(scope="module", autouse=True)
def _one_loop() -> Iterator[None]:
    """Close the loop that all tries here share: one for each would take most of the time."""
    yield
    _loop.close()


def came(limits: Tries, one: Try, answer: Callable[[], Coroutine[None, None, bool]]) -> str:
    """Try once, and say what came."""
    try:
        return "in" if _loop.run(limits.judge(one, answer)) else "wrong"
    except TooMany as many:
        return str(many)


def many(limits: Tries, one: Try, times: int) -> list[str]:
    """Try a wrong password that often."""
    return [came(limits, one, wrong) for _ in range(times)]


others = st.builds(
    Try,
    st.sampled_from(["ann", "ben", "nobody"]),
    st.sampled_from(["192.0.2.2", "198.51.100.7", "2001:db8:1::1", "2001:db8:2::1"]),
    st.sampled_from([None, "their browser"]),
)


@given(st.lists(st.tuples(others, st.integers(1, 100)), max_size=5))
def test_the_tries_of_others_keep_nobody_out(attack: list[tuple[Try, int]]) -> None:
    """However often others try, with her name too: from her own place Ann is in at once."""
    time = Time()
    limits = Tries(time, time.sleep)
    for one, times in attack:
        many(limits, one, times)

    assert came(limits, ANN, right) == "in"


def test_a_browser_that_was_in_before_is_let_through_in_the_middle_of_an_attack() -> None:
    """From the same address and with the same name, tries elsewhere do not count against it."""
    time = Time()
    limits = Tries(time, time.sleep)
    seen = many(limits, ANN, 500)

    assert seen[-1].startswith("There were too many tries")
    assert came(limits, Try("ann", ANN.address, "her own"), right) == "in"
    assert came(limits, ANN, right) == seen[-1]


def test_somebody_at_the_same_address_slows_a_new_device_but_never_for_long() -> None:
    """One try every half second at her name and address: Ann is in after a few presses."""
    time = Time()
    limits = Tries(time, time.sleep)
    presses = 0
    for step in range(400):
        time.now += 0.5
        if step % 7 == 3:
            presses += 1
            if step > 50 and came(limits, ANN, right) == "in":
                break
        came(limits, ANN, wrong)

    assert presses < 30


@pytest.mark.parametrize("device", [None, "a browser"])
def test_a_name_that_nobody_has_meets_the_same_limits(device: str | None) -> None:
    """The same words in the same order, after the same number of looks at a password."""
    looks = {"ann": 0, "nobody": 0}
    said = {}
    for name in looks:
        time = Time()
        limits = Tries(time, time.sleep)

        async def look(name: str = name) -> bool:
            looks[name] += 1
            return False

        said[name] = []
        for step in range(60):
            time.now += step % 3
            said[name].append(came(limits, Try(name, ANN.address, device), look))

    assert said["ann"] == said["nobody"]
    assert looks["ann"] == looks["nobody"]
    assert len(set(said["ann"])) > 1


def test_one_place_makes_few_tries_in_an_hour() -> None:
    """For one name half a try in a second, for all names together one."""
    time = Time()
    limits = Tries(time, time.sleep)
    one_name = one_place = 0
    while time.now < 1000 + 3600:
        time.now += 0.5
        one_name += came(limits, ANN, wrong) == "wrong"
    start = time.now
    while time.now < start + 3600:
        time.now += 0.25
        name = f"name{one_place}"
        one_place += came(limits, Try(name, "192.0.2.9"), wrong) == "wrong"

    assert 1700 < one_name <= 10 + 1800
    assert 3500 < one_place <= 60 + 3600


def test_all_places_together_make_ten_wrong_tries_in_a_second() -> None:
    """More wait for their turn; right passwords do not count."""
    time = Time()
    limits = Tries(time, time.sleep)
    for place in range(1200):
        assert came(limits, Try("ann", f"10.0.{place // 250}.{place % 250}"), wrong) == "wrong"
    waited = time.now - 1000
    for place in range(300):
        assert came(limits, Try("ben", f"10.1.{place // 250}.{place % 250}"), right) == "in"

    assert waited == pytest.approx(100, abs=1)
    assert time.now - 1000 - waited < 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:0:1::5", "2001:db8:0:2::9", True),  # one household
        ("2001:db8:0:1::5", "2001:db8:1:1::5", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("unix socket", "unix socket", True),
    ],
)
def test_what_counts_as_one_address(one: str, other: str, same: bool) -> None:
    """An IPv6 customer has millions of addresses, and is one place all the same."""
    time = Time()
    limits = Tries(time, time.sleep)
    many(limits, Try("ann", one), 50)

    assert (came(limits, Try("ann", other), wrong) != "wrong") is same


def test_only_so_much_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names, addresses and browsers that come once take no memory for good; long ones neither."""
    monkeypatch.setattr(password_attempts, "REMEMBERED", 50)
    time = Time()
    limits = Tries(time, time.sleep)
    for n in range(500):
        came(limits, Try("x" * 10_000 + str(n), f"10.0.{n // 250}.{n % 250}"), wrong)
        came(limits, Try(f"ann{n}", ANN.address, f"browser {n}"), wrong)

    assert len(limits) == 150


def test_a_flood_from_one_place_lets_every_other_place_pass() -> None:
    """Forty wait from one address; whoever comes then from another is fourth, not forty-first."""
    order: list[str] = []
    at_once = most_at_once = 0

    async def all_at_once() -> None:
        limits = Tries()

        def look(place: str) -> Callable[[], Awaitable[bool]]:
            async def looked() -> bool:
                nonlocal at_once, most_at_once
                at_once += 1
                most_at_once = max(most_at_once, at_once)
                await asyncio.sleep(0)
                at_once -= 1
                order.append(place)
                return False

            return looked

        flood = [Try(f"name{n}", "192.0.2.66") for n in range(40)]
        waiting = [asyncio.create_task(limits.judge(one, look("flood"))) for one in flood]
        await asyncio.sleep(0)
        waiting.append(asyncio.create_task(limits.judge(ANN, look("ann"))))
        await asyncio.sleep(0)
        waiting[5].cancel()  # who gives up takes nobody's turn
        await asyncio.gather(*waiting, return_exceptions=True)

    asyncio.run(all_at_once())

    assert "ann" in order[:4]  # one had its turn, two were promised theirs
    assert (len(order), most_at_once) == (40, 1)


def test_so_many_may_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """More are asked to come back, and everything goes on when they are gone."""
    monkeypatch.setattr(password_attempts, "WAITING", 3)

    async def crowd() -> tuple[int, bool]:
        limits = Tries()
        gate = asyncio.Event()

        async def slow() -> bool:
            await gate.wait()
            return True

        waiting = [
            asyncio.create_task(limits.judge(Try("ann", f"10.0.0.{n}"), slow)) for n in range(6)
        ]
        for _ in range(3):
            await asyncio.sleep(0)
        gate.set()
        done = await asyncio.gather(*waiting, return_exceptions=True)
        return sum(isinstance(one, TooMany) for one in done), await limits.judge(ANN, right)

    assert asyncio.run(crowd()) == (2, True)
