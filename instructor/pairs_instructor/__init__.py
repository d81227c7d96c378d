"""What a facilitator runs: nbgrader over the course, cohorts, dashboards, and ``pairs``."""

from pairs_course.hub.import_trims import no_iri_grammar

no_iri_grammar()  # before anything here imports nbgrader or Voila
