"""The pages from which a facilitator runs a cohort, one file a page.

They need no server of the facilitator's own: what needs nbgrader is in the notebook of the desk.
"""
