"""Limits password attempts: guessing stays hopeless, and nobody can lock somebody else out.

A password of three words has about 32 bits. An attempt is counted before the password is checked,
and refunded if it was right. Counting looks only at the input, never at which names exist, so
unknown and known names get the same limits, waits and work.

- From a browser that had the right password for this name before: counted by name and browser, in
  a separate lane. Other people's attempts neither count there nor delay it.
- From any other browser: counted by name and address, and by address. Then addresses take turns,
  one attempt at a time, so that a flood from one does not block the others; and all wrong attempts
  together are rate-limited.

What an attacker with many addresses (each one IPv4 address, or one IPv6 /56) can still do:

- With N addresses trying all the time, anyone signing in on a new device waits up to N / 10
  seconds longer; with more than ``WAITING`` attempts queued, they are asked to come back later.
- All addresses together try 10 passwords a second. One in 4,000 million is right, whatever the
  name, so in 7 of 1,000 such attacks they find somebody's within a month.
- Somebody who shares a person's address (the same network, or a proxy not named in
  ``COURSE_PROXIES``) can use up most of the attempts of that address and name. The person then
  has to try several times on a new device.
"""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import math
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

#: Burst size, and attempts per second: by name and browser, by name and address, by address, all.
BY_DEVICE: Final = (10, 0.5)
BY_NAME: Final = (10, 0.5)
BY_ADDRESS: Final = (60, 1.0)
ALTOGETHER: Final = (200, 10.0)
#: How many names, addresses and browsers are remembered; the least recently seen goes first.
REMEMBERED: Final = 20_000
#: How many attempts may queue in a lane.
WAITING: Final = 2_000


class TooMany(Exception):  # noqa: N818 - named for what happened; the message is for people
    """The password was not checked; ``str`` is a sentence for the person who tried."""


class Buckets:
    """Token buckets by key: ``most`` attempts at first, refilled with ``per_second``."""

    def __init__(self, most: int, per_second: float, clock: Callable[[], float]) -> None:
        self._most = most
        self._per_second = per_second
        self._clock = clock
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()  # (tries, since)

    def __len__(self) -> int:
        return len(self._left)

    def wait(self, key: Hashable) -> float:
        """Return the seconds until the next attempt is allowed, 0 if one is now."""
        return max(0.0, (1 - self._tries(key)) / self._per_second)

    def take(self, key: Hashable) -> None:
        """Take one attempt, even if none is left."""
        self._keep(key, self._tries(key) - 1)

    def give_back(self, key: Hashable) -> None:
        """Undo a :meth:`take`."""
        self._keep(key, self._tries(key) + 1)

    def _tries(self, key: Hashable) -> float:
        left, since = self._left.get(key, (float(self._most), 0.0))
        return min(self._most, left + (self._clock() - since) * self._per_second)

    def _keep(self, key: Hashable, tries: float) -> None:
        self._left[key] = (tries, self._clock())
        self._left.move_to_end(key)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)


class Lane:
    """A fair lock: waiting keys take turns, so a key that asks often waits longest."""

    def __init__(self) -> None:
        self._busy = False
        self._waiting: OrderedDict[Hashable, deque[asyncio.Future[None]]] = OrderedDict()
        self._count = 0

    @asynccontextmanager
    async def turn(self, key: Hashable) -> AsyncIterator[None]:
        """Wait for a turn and hold it for the block; raises TooMany if the queue is full."""
        if self._busy:
            await self._wait(key)
        self._busy = True
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, key: Hashable) -> None:
        if self._count >= WAITING:
            raise TooMany("A lot of people are signing in just now. Wait a minute, then try again.")
        mine = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, deque()).append(mine)
        self._count += 1
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self._pass_on()  # the turn came just as we were cancelled
            raise

    def _pass_on(self) -> None:
        while self._waiting:
            key, queue = self._waiting.popitem(last=False)
            first = queue.popleft()
            self._count -= 1
            if queue:
                self._waiting[key] = queue
            if not first.done():
                first.set_result(None)
                return
        self._busy = False


@dataclass(frozen=True)
class Try:
    """One sign-in attempt. ``device`` is the browser, if it had the right password before."""

    name: str
    address: str
    device: str | None = None


class Tries:
    """Checks passwords within the limits; ``clock`` and ``sleep`` count in seconds."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._sleep = sleep
        self._by_device = Buckets(*BY_DEVICE, clock)
        self._by_name = Buckets(*BY_NAME, clock)
        self._by_address = Buckets(*BY_ADDRESS, clock)
        self._altogether = Buckets(*ALTOGETHER, clock)
        self._known, self._others = Lane(), Lane()

    def __len__(self) -> int:
        """Return how many names, addresses and browsers are remembered."""
        return len(self._by_device) + len(self._by_name) + len(self._by_address)

    async def judge(self, one: Try, right: Callable[[], Awaitable[bool]]) -> bool:
        """Return whether the password was right, as ``right`` finds out.

        Raises:
            TooMany: the password was not checked.
        """
        # A digest, since a name may have any length.
        name = hashlib.sha256(one.name.encode("utf-8", "replace")).digest()
        place = _place(one.address)
        if one.device is not None:
            limits = [(self._by_device, (name, one.device))]
            turn, pace = self._known.turn(one.device), None
        else:
            limits = [(self._by_name, (name, place)), (self._by_address, (b"", place))]
            turn, pace = self._others.turn(place), self._altogether
        if wait := max(bucket.wait(key) for bucket, key in limits):
            seconds = math.ceil(wait)
            words = "1 second" if seconds == 1 else f"{seconds} seconds"
            raise TooMany(
                f"There were too many tries in a short time. Wait {words}, then try again."
            )
        for bucket, key in limits:
            bucket.take(key)
        async with turn:
            if pace is not None:
                if wait := pace.wait(""):
                    await self._sleep(wait)
                pace.take("")
            found = await right()
        if found:
            for bucket, key in limits:
                bucket.give_back(key)
            if pace is not None:
                pace.give_back("")
        return found


def _place(address: str) -> str:
    """Return what counts as one address: for IPv6, the /56 of a household or office."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 56), strict=False))
    return address
