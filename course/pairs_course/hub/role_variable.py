"""The name under which a server knows whose it is; standard library only."""

from typing import Final

#: The role of the person whose server this is; ``start_server`` asks the service and says it here.
ROLE: Final = "PAIRS_ROLE"
