"""Surfaces of a mean loss over two parameters, exact at every place, and walks down them."""
