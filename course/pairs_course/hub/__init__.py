"""JupyterHub's side of the course: set-up, start, sign-in, and what a person's server gets."""
