"""The meet widget: its Python class, page, styles and examples."""
