"""All penguins in Streamlit's test harness: the costliest birds, bad input, folds."""

from lossviz.data import load
from lossviz.multiclass.measured import MEASURED
from lossviz.ui.specs.multiclass import PAGE
from tests.app.opening import label, messages, opened, query, sentence, shown


def scene(**link: str):
    return opened(PAGE, scene="3", **link)


def test_who_pays_most_is_asked_until_something_was_tried() -> None:
    assert sentence(scene()).endswith("Which bird pays most? Click the one you think it is.")
    for link in ({"bird": "17"}, {"upward": "depth"}, {"l2": "1"}):
        assert sentence(scene(**link)).startswith("Bird ")


def test_the_costliest_bird_stands_first() -> None:
    app = scene(bird="307")
    assert not app.info
    assert sentence(app).startswith("Bird 307, a Chinstrap (bill length 40.9 mm, flipper length")
    assert shown(app)["picks"] == {"birds": "bird"}
    (hand,) = shown(app)["hands"]
    assert len(messages(app, "track")[0]["sentences"]) == len(hand["stops"])


def test_a_bird_from_the_link_and_other_features() -> None:
    app = scene(bird="17")
    assert sentence(app).startswith("Bird 17, an Adelie")
    label(app, "selectbox", "Upward").set_value("depth").run()
    assert query(app) == {"scene": "3", "upward": "depth"}
    assert sentence(app).startswith("Bird 190, a Gentoo")


def test_no_finite_minimiser_is_explained_and_still_drawn() -> None:
    app = scene(across="depth", upward="mass")
    assert app.info[0].value.startswith(
        "Without a penalty there is no finite minimiser: Gentoo splits off"
    )
    label(app, "select_slider", "L2").set_value("1").run()
    assert "0.787 nats instead of 0.396" in " ".join(c.value for c in app.caption)


def test_odd_choices_are_answered_with_a_sentence() -> None:
    app = scene(across="mass", upward="mass", bird="4")
    said = [info.value for info in app.info]
    assert any("says nothing new" in text for text in said)
    assert any("Bird 4 was not measured" in text for text in said)
    assert query(app)["upward"] == "mass"
    app = scene(bird="400", across="wing")
    assert len(app.info) == 2


def test_each_fold_opens() -> None:
    app = scene(open="separate,confusion,missing", set="iris")
    said = [figure["sentence"] for figure in messages(app, "figure")]
    assert any("0 of 6 pairs have a finite minimiser" in text for text in said)
    assert any("The 14 wrong ones pay 71 %" in text for text in said)
    assert any("2 of 344 birds have no measurements" in m.value for m in app.markdown)
    assert any("log odds against Adelie" in m.value for m in app.markdown)
    sources = [c.value for c in app.caption if c.value.startswith("Data: ")]
    assert sources == [f"Data: {d.title}. {d.citation}" for d in map(load, MEASURED)]
