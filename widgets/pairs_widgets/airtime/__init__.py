"""The airtime mirror: how two people share the time to speak. Never a score."""
