"""The pair's aim and measure, and the measure's points as a run chart."""
