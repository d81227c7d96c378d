"""What each of the two sees, and, once it is open, a map of it."""
