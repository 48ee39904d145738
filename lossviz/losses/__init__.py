"""One loss per file; `lossviz.registry` finds them."""
