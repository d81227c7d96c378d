"""nbgrader over the course: its exchange, its grading and its feedback."""
