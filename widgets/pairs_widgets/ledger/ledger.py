"""Assumption cards, newest first; they are shown again in later modules."""

from __future__ import annotations

from pairs_widgets.cards.cards import Cards


class Ledger(Cards):
    """The assumption cards of one set: a choice ``stands`` says open, tested or changed."""

    folder = "ledger"
