"""Three species of penguin in the order of every three logits here; the bird is the second."""

SPECIES = ("Adelie", "Chinstrap", "Gentoo")
TRUE = 1
"""Which of them the bird is."""
