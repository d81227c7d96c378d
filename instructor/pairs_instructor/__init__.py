"""Facilitators' tools: nbgrader for the course, the desk, dashboards and ``pairs``."""

from pairs_course.hub.import_trims import no_iri_grammar

no_iri_grammar()  # before anything here imports nbgrader or Voila
