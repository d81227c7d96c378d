"""The cohort's page: published summaries as a Voila page behind the hub's sign-in."""
