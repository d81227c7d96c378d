"""The send widget: its Python class, page, styles and examples."""
