"""Whose hours a task takes, and who pays for them: cards, and a table of their sums."""
