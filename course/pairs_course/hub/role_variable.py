"""The environment variable for a person's role; standard library only."""

from typing import Final

#: The role of the server's owner; ``start_server`` asks the service for it and sets it.
ROLE: Final = "PAIRS_ROLE"
