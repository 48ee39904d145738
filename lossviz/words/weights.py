"""Class weights in words: what they move, and by what the mean divides."""

from lossviz.binary.weights import Weighted
from lossviz.i18n import _
from lossviz.words import number, plain


def weights_sentence(view: Weighted) -> str:
    """Best constant, crossing and mean forecast under the weight."""
    weight = float(view.weight)
    n, ones = len(view.y), view.ones
    if weight == 1:
        return _(
            "Every flight counts once: the best constant is {ones} of {n} = {share}, the curve"
            " crosses one half at {half} °F, and its mean forecast is the share of distress,"
            " {mean}. That is a coin's likelihood."
        ).format(
            ones=ones, n=n, share=number(view.share), half=f"{view.half_at:.1f}",
            mean=number(view.mean_forecast),
        )  # fmt: skip
    share, mean = number(view.share), number(view.mean_forecast)
    told = _(
        "A distress counts {weight} times: the best constant is the weighted share, {constant}"
        " instead of {share}; the curve crosses one half at {half} °F."
    ).format(
        weight=plain(weight), constant=number(float(view.constant)), share=share,
        half=f"{view.half_at:.1f}",
    )  # fmt: skip
    if mean == share:  # a weight of all but 1
        return told
    return f"{told} " + _(
        "Its mean forecast is {mean}, though distress was seen in {share} of the flights: it no"
        " longer says how probable distress is."
    ).format(mean=mean, share=share)


def likelihood(view: Weighted) -> str:
    """Whether the weighted loss is a likelihood, by its facts."""
    facts = view.loss_at.facts
    if facts.noise is not None:
        return _("At weight 1 the loss is −log of a coin's probability.")
    return _("No likelihood at this weight. {why}").format(why=facts.no_noise_because)


def divides(view: Weighted) -> str:
    """The two ways to take the mean."""
    return _(
        "What “mean” divides by is a convention; the best curve is the same. Divided by the number"
        " of flights, {n}, the mean loss at this fit is {rows}: so does PyTorch's"
        " BCEWithLogitsLoss with pos_weight. Divided by the sum of the weights, {total}, it is"
        " {weights}: so does scikit-learn's log_loss with sample_weight, and PyTorch's"
        " CrossEntropyLoss with weight for class labels; for probabilities as targets it divides"
        " by the number of rows. Two such losses are comparable only if both divide alike."
    ).format(
        n=len(view.y), rows=number(view.by_rows), weights=number(view.by_weights),
        total=plain(round(float(view.weight) * view.ones + len(view.y) - view.ones, 6)),
    )  # fmt: skip


def weights_alt(view: Weighted) -> str:
    """What there is to see."""
    return _(
        "{n} flights along temperature, no distress below and distress above, with the fitted"
        " sigmoid of weight 1 dashed and the weighted one solid; beside it the best constant over"
        " the weight, with a dot."
    ).format(n=len(view.y))
