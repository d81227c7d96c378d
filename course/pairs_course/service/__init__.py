"""The hub service: what kernels, nbgrader and dashboards ask over HTTP, and the course's pages."""
