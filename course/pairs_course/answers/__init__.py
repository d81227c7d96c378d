"""What people answer: events, the journal, the way to the service, and who sees what of it."""
