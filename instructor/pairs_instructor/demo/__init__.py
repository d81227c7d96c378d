"""Demo data: the live cohort of ``make start``, and cohorts with a past that are published.

Everybody in it is invented, and marked as demo data by the store.
"""

from pairs_instructor.demo.live import COHORT, make

__all__ = ["COHORT", "make"]
