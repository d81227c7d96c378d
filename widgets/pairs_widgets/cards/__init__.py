"""Cards that one person keeps: a list to add to, change and remove from."""
