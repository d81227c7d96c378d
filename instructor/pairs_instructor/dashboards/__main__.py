"""Run the dashboards: ``python -m pairs_instructor.dashboards``, started by the hub."""

from pairs_instructor.dashboards.service import main

main()
