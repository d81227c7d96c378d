"""The questions widget: its Python class, page, styles and examples."""
