"""Who takes part: lists as offices make them, names, passwords, and changes of a roster."""
