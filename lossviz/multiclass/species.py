"""The one bird of the folds about logits: a Chinstrap."""

from lossviz.multiclass.triangle import SPECIES

TRUE = SPECIES.index("Chinstrap")
"""Its species, number in `SPECIES`."""
