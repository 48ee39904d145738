"""Figures: pure functions from a view (numbers) to a plotly figure, also for notebooks."""
