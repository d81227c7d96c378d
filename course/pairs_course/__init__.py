"""The course: its programme, its participants, and who may see what."""
