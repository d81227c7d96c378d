"""``python -m pairs_instructor.cli``: the same as the command ``pairs``."""

from pairs_instructor.cli import main

main()
