"""The programme: its YAML, checked, and as the frozen data that kernels load."""
