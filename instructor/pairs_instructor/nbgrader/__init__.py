"""nbgrader for the course: exchange, grading and feedback."""
