"""Demo data: the live cohort of ``make start``, and finished cohorts with published figures.

Everybody in it is invented, and the store marks it all as demo data.
"""

from pairs_instructor.demo.live import COHORT, make

__all__ = ["COHORT", "make"]
