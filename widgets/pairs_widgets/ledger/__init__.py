"""The assumption cards: what somebody believes, how they test it, and where it stands."""
