"""Starts the hub: ``python -m pairs_course.hub.start_hub`` is ``jupyterhub``, and loads less."""

from __future__ import annotations

from pairs_course.hub.import_trims import no_iri_grammar

if __name__ == "__main__":
    no_iri_grammar()
    from jupyterhub.app import main  # not earlier: this is what loads less

    main()  # with jupyterhub's arguments, which are this program's
