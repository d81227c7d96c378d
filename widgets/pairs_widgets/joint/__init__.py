"""The joint widget: its Python class, page, styles and examples."""
