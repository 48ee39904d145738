"""How the labels 0 and 1 look: alike wherever a coin decides, whatever the figure."""

from lossviz.figures import theme

LOOKS = tuple(theme.HUES[name] for name in ("blue", "gold"))
"""Colour, dash and marker of the labels 0 and 1."""
