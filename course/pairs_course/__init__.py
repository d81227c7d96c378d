"""What the programme is, who takes part, and who may see what."""
