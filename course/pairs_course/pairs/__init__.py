"""Rules between pairs: which pairs meet, and which of their texts others may read."""
