"""The plan widget: its Python class, page, styles and examples."""
