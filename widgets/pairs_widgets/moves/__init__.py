"""Debate moves turned into dialogue moves, with feedback on every option."""
