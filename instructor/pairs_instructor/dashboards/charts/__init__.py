"""The pictures: specifications in one place, made into SVG, each with all it shows in words."""
