"""What a facilitator runs: nbgrader over the course, cohorts, dashboards, and ``pairs``."""
