"""A ladder: where each decision is taken now, and what one rung higher would look like."""
