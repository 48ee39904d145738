"""Class weights in words: the best forecast for all alike, and what a mean is divided by."""

from lossviz.i18n import _
from lossviz.multiclass.class_weights import ClassWeights
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.triangle import SPECIES
from lossviz.words.charges import times
from lossviz.words.classes import fixed


def weights_sentence(view: ClassWeights) -> str:
    """The best forecast, and its two means."""
    by_weight, by_birds = view.means.tolist()
    best = ", ".join(
        _("{species} {share}").format(species=name, share=f"{share:.3f}")
        for name, share in zip(SPECIES, view.best.tolist(), strict=True)
    )
    weight = float(view.weight)
    said = _(
        "Each {true} counts {times}. Best forecast for all penguins alike: {best}, the"
        " weighted shares."
    ).format(true=SPECIES[TRUE], times=times(weight), best=best)
    if weight == 1:
        return f"{said} " + _("Mean cost {mean} nats.").format(mean=f"{by_weight:.3f}")
    return f"{said} " + _(
        "Weighted costs divided by the sum of the weights: {by_weight} nats; by the {n} penguins:"
        " {by_birds}."
    ).format(by_weight=f"{by_weight:.3f}", n=int(view.counts.sum()), by_birds=f"{by_birds:.3f}")


def which_mean(view: ClassWeights) -> str:
    """Who divides by what."""
    return _(
        "With class labels, the mean of a weighted `torch.nn.CrossEntropyLoss` divides by the sum"
        " of the weights; with probabilities as targets it divides by the number of rows. Compare"
        " weighted losses only if both were divided alike. With a weight other than 1 the best"
        " forecast does not say how common each species is: at {balanced} the {n} {true}s are given"
        " a third."
    ).format(balanced=fixed(view.balanced, 2), n=int(view.counts[TRUE]), true=SPECIES[TRUE])
