"""Runs ``jupyterhub`` with fewer imports: ``python -m pairs_course.hub.start_hub``."""

from __future__ import annotations

from pairs_course.hub.import_trims import no_iri_grammar

if __name__ == "__main__":
    no_iri_grammar()
    from jupyterhub.app import main  # imported after the trim

    main()  # takes jupyterhub's arguments
