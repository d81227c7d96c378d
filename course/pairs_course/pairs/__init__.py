"""What happens between pairs: which meet, and which of their texts others may read."""
