"""The live figure in a real browser: what stays over a rerun, what a reader without eyes gets."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Server

pytestmark = pytest.mark.browser

APP = "tests/browser/apps/live.py"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

# Value of the line of the first plot at x = 10, as plotly drew it: ten times the slope.
END_OF_LINE = "document.querySelector('.lossviz-plot')?._fullData?.[1]?.y.at(-1)"
RANGES = """() => {
  const { xaxis, yaxis } = document.querySelector('.lossviz-plot')._fullLayout;
  return [...xaxis.range, ...yaxis.range];
}"""
COLOURS = """() => {
  const plot = document.querySelector('.lossviz-plot');
  const css = (selector, name) => getComputedStyle(plot.querySelector(selector))[name];
  return {
    points: css('.trace .point', 'fill'),
    line: css('.trace .js-line', 'stroke'),
    text: css('.xtick text', 'fill'),
    paper: css('.main-svg', 'backgroundColor'),
  };
}"""


@pytest.fixture(scope="module")
def app(serve):
    return serve(APP)


def wait_for_slope(page: Page, slope: int) -> None:
    page.wait_for_function(f"{END_OF_LINE} === {10 * slope}")


def open_figure(page: Page, url: str, query: str = "") -> Page:
    page.goto(f"{url}/?{query}")
    wait_for_slope(page, 1)
    return page


def step(page: Page, name: str = "Slope") -> None:
    page.get_by_role("slider", name=name).press("ArrowRight")


def zoom(page: Page) -> list[float]:
    """Drag a box over the middle of the first plot; the ranges after it."""
    before = page.evaluate(RANGES)
    box = page.locator(".lossviz-plot .nsewdrag").first.bounding_box()
    at = [(box["x"] + f * box["width"], box["y"] + f * box["height"]) for f in (0.3, 0.7)]
    page.mouse.move(*at[0])
    page.mouse.down()
    page.mouse.move(*at[1], steps=5)
    page.mouse.up()
    page.wait_for_function(f"before => String(({RANGES})()) !== before", arg=js_join(before))
    return page.evaluate(RANGES)


def js_join(numbers: list[float]) -> str:
    """As String([...]) writes it in JavaScript, for numbers that a range starts with."""
    return ",".join(f"{n:.17g}" if n != int(n) else str(int(n)) for n in numbers)


# ---- kept from run to run ------------------------------------------------------------------------


def test_the_node_stays_over_a_rerun(page, app):
    open_figure(page, app)
    page.evaluate("document.querySelectorAll('.lossviz-plot').forEach(n => n.mine = true)")
    step(page)
    wait_for_slope(page, 2)
    assert page.evaluate("[...document.querySelectorAll('.lossviz-plot')].map(n => n.mine)") == [
        True,
        True,
    ]


def test_only_a_plot_that_changed_is_drawn_again(page, app):
    open_figure(page, app)
    page.evaluate("""() => {
      window.drawn = [];
      const { react } = window.Plotly;
      const plots = [...document.querySelectorAll('.lossviz-plot')];
      window.Plotly.react = (node, ...rest) => {
        window.drawn.push(plots.indexOf(node));
        return react(node, ...rest);
      };
    }""")
    step(page, "Something else")
    expect(page.get_by_text("Run with 1 and 2.")).to_be_visible()
    step(page)
    wait_for_slope(page, 2)
    assert page.evaluate("window.drawn") == [0]


@pytest.mark.parametrize("case", ["plain", "tied"])
def test_a_zoom_stays_over_reruns(page, app, case):
    open_figure(page, app, f"case={case}")
    chosen = zoom(page)
    for slope in (2, 3, 4):
        step(page)
        wait_for_slope(page, slope)
    assert page.evaluate(RANGES) == pytest.approx(chosen, rel=1e-9)


def test_a_zoom_of_tied_axes_survives_another_width(page, app):
    open_figure(page, app, "case=tied")
    chosen = zoom(page)
    for width in (700, 1200):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(
            "() => { const p = document.querySelector('.lossviz-plot');"
            " return p._fullLayout.width === p.offsetWidth }"
        )
        step(page, "Something else")
    page.wait_for_timeout(300)
    assert page.evaluate(RANGES) == pytest.approx(chosen, rel=1e-6)


def test_a_hidden_legend_entry_stays_hidden(page, app):
    open_figure(page, app)
    page.locator(".lossviz-plot").first.locator(".legendtoggle").nth(0).click()
    visible = "document.querySelector('.lossviz-plot')._fullData[0].visible"
    page.wait_for_function(f"{visible} === 'legendonly'")
    step(page)
    wait_for_slope(page, 2)
    assert page.evaluate(visible) == "legendonly"


@pytest.mark.parametrize("how", ["button", "keyboard", "double click"])
def test_a_zoom_is_taken_back_for_good(page, app, how):
    open_figure(page, app)
    arrival = page.evaluate(RANGES)
    button = page.get_by_role("button", name="Reset the view")
    expect(button).to_be_hidden()
    zoom(page)
    if how == "button":
        button.click()
    elif how == "keyboard":
        button.focus()
        page.keyboard.press("Enter")
    else:
        page.locator(".lossviz-plot .nsewdrag").first.dblclick()
    expect(button).to_be_hidden()
    assert page.evaluate(RANGES) == pytest.approx(arrival)
    page.get_by_role("slider", name="Slope").press("ArrowRight")
    wait_for_slope(page, 2)
    assert page.evaluate(RANGES) == pytest.approx(arrival)


def test_a_zoom_ends_with_the_data_it_was_made_on(page, app):
    open_figure(page, app, "case=other data")
    arrival = page.evaluate(RANGES)
    zoom(page)
    step(page, "Something else")  # another uirevision
    expect(page.get_by_role("button", name="Reset the view")).to_be_hidden()
    assert page.evaluate(RANGES) == pytest.approx(arrival)


def test_a_turned_surface_stays_turned(page, app):
    page.goto(f"{app}/?case=surface")
    layout = "document.querySelector('.lossviz-plot')?._fullLayout"
    page.wait_for_function(f"{layout}?.meta === 1 && {layout}.scene._scene?.glplot")
    box = page.locator(".lossviz-plot").first.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    eye = f"{layout}.scene.camera.eye.x"
    before = page.evaluate(eye)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 80, middle[1], steps=5)
    page.mouse.up()
    page.wait_for_function(f"{eye} !== {before}")
    turned = page.evaluate(eye)
    step(page)
    page.wait_for_function(f"{layout}.meta === 2")
    assert page.evaluate(eye) == pytest.approx(turned)
    assert page.evaluate(f"{layout}.scene._scene.getCamera().eye.x") == pytest.approx(turned)


# ---- size ----------------------------------------------------------------------------------------


def test_the_plot_follows_the_window(page, app):
    open_figure(page, app)
    page.set_viewport_size({"width": 600, "height": 900})
    page.wait_for_function(
        "() => { const p = document.querySelector('.lossviz-plot');"
        " return p.offsetWidth < 600 && p._fullLayout.width === p.offsetWidth"
        " && p._fullLayout.height === p.offsetHeight }"
    )


def test_a_plot_in_a_hidden_tab_has_the_size_of_its_box_when_shown(page, app):
    page.goto(f"{app}/?case=tab")
    expect(page.get_by_text("Nothing here.")).to_be_visible()
    page.get_by_role("tab", name="Back").click()
    wait_for_slope(page, 1)
    width, box = page.evaluate(
        "() => { const p = document.querySelector('.lossviz-plot');"
        " return [p._fullLayout.width, p.offsetWidth] }"
    )
    assert width == box > 0


def test_nothing_is_left_after_the_figure_is_gone(page, app):
    open_figure(page, app, "case=gone")
    page.evaluate("() => { window.left = document.querySelector('.lossviz-plot') }")
    step(page, "Something else")
    expect(page.get_by_text("No figure.")).to_be_visible()
    page.wait_for_function("!window.left.isConnected && !window.left._fullLayout")  # purged


@pytest.mark.parametrize("query", ["", "plotly_js=none"])
def test_a_phone_has_no_sideways_scroll(open_page, app, query):
    page = open_page(**PHONE)
    page.goto(f"{app}/?{query}")
    expect(page.locator(".js-plotly-plot .legendtoggle")).to_have_count(4)  # both are drawn
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth")
    boxes = page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')].map(p => p.getBoundingClientRect())"
        ".map(b => [b.left, b.right, b.top])"
    )
    assert all(left >= 0 and right <= 390 for left, right, _ in boxes)
    assert boxes[0][2] < boxes[1][2]  # under each other


def swipe_up(page: Page, x: float, y: float) -> None:
    """A finger that moves 200 px up from (x, y)."""
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *points: dict[str, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    send("touchStart", {"x": x, "y": y})
    for moved in range(20, 201, 20):
        send("touchMove", {"x": x, "y": y - moved})
        page.wait_for_timeout(16)
    send("touchEnd")
    page.wait_for_timeout(500)


@pytest.mark.parametrize(
    ("planted", "scrolls"),
    [("null", True), ("window.Plotly.relayout(plot, { dragmode: 'zoom' })", False)],
    ids=["as it is", "planted: a plot that takes the drag"],
)
def test_a_finger_on_the_plot_scrolls_the_page(open_page, app, planted, scrolls):
    page = open_figure(open_page(**PHONE), app)
    page.evaluate(f"() => {{ const plot = document.querySelector('.lossviz-plot'); {planted} }}")
    ranges = page.evaluate(RANGES)
    box = page.locator(".lossviz-plot .nsewdrag").first.bounding_box()
    swipe_up(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    scrolled = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    assert (scrolled > 100) == scrolls
    assert (page.evaluate(RANGES) == ranges) == scrolls


# ---- colours -------------------------------------------------------------------------------------

# POINT, BEST and TEXT of lossviz.figures.theme and of .streamlit/config.toml
LIGHT = {"points": "rgb(61, 71, 86)", "line": "rgb(11, 110, 92)", "text": "rgb(28, 36, 48)"}
DARK = {"points": "rgb(195, 202, 212)", "line": "rgb(79, 209, 181)", "text": "rgb(232, 235, 240)"}
CLEAR = {"paper": "rgba(0, 0, 0, 0)"}


@pytest.mark.parametrize(("scheme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_the_colours_are_those_of_the_page(open_page, app, scheme, colours):
    page = open_figure(open_page(color_scheme=scheme), app)
    assert page.evaluate(COLOURS) == colours | CLEAR


def test_a_switch_of_the_theme_recolours_the_same_node(open_page, app):
    page = open_figure(open_page(color_scheme="light"), app)
    chosen = zoom(page)
    page.evaluate("() => { document.querySelector('.lossviz-plot').mine = true }")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"({COLOURS})().line === '{DARK['line']}'")
    assert page.evaluate(COLOURS) == DARK | CLEAR
    assert page.evaluate("document.querySelector('.lossviz-plot').mine")
    assert page.evaluate(RANGES) == pytest.approx(chosen)


# ---- words ---------------------------------------------------------------------------------------


def test_the_figure_says_in_words_what_it_shows(page, app):
    open_figure(page, app)
    figure = page.get_by_role("figure", name="A line of slope 1 through points. distance")
    expect(figure).to_have_accessible_description("The slope is 1.")
    step(page)
    wait_for_slope(page, 2)
    expect(page.get_by_role("figure", name="A line of slope 2 through points.")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="The slope is 2.")).to_be_visible()


def test_a_result_is_announced_once_and_the_arrival_not_at_all(page, app):
    page.add_init_script("""
      window.spoken = [];
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const region = target.closest?.('.lossviz-spoken[role=status]');
          if (region) window.spoken.push(region.textContent);
        }
      }).observe(document, { childList: true, characterData: true, subtree: true });
    """)
    open_figure(page, app)
    step(page, "Something else")
    expect(page.get_by_text("Run with 1 and 2.")).to_be_visible()
    step(page)
    wait_for_slope(page, 2)
    assert page.evaluate("window.spoken") == ["The slope is 2."]


def test_the_table_opens_by_keyboard_and_follows_the_figure(page, app):
    open_figure(page, app)
    page.locator(".lossviz-details summary").focus()
    page.keyboard.press("Enter")
    table = page.get_by_role("region", name="Table behind the figure").get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(["x", "distance"])
    expect(table.get_by_role("row")).to_have_count(51)
    expect(table.get_by_role("row").last).to_have_text(re.compile("10.0.*10.0"))
    step(page)
    expect(table.get_by_role("row").last).to_have_text(re.compile("10.0.*20.0"))


def test_tab_reaches_the_button_and_the_table_after_the_sliders(page, app):
    open_figure(page, app)
    zoom(page)
    page.get_by_role("slider", name="Something else").focus()
    reached = []
    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent"))
    assert reached[:2] == ["Reset the view", "Table behind the figure"]


@pytest.mark.parametrize("plotly_js", ["", "none"])
def test_markup_in_data_is_shown_as_text(page, app, plotly_js):
    page.goto(f"{app}/?case=hostile&plotly_js={plotly_js}")
    page.wait_for_selector(".js-plotly-plot .point", state="attached")
    page.locator(".lossviz-details summary").click()
    cell = page.locator(".lossviz-table th").nth(1)
    expect(cell).to_contain_text("<img src=x onerror=")
    expect(page.locator(".lossviz-sentence")).to_contain_text("<img src=x onerror=")
    page.locator(".js-plotly-plot .point").first.hover(force=True)
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img[src=x]").count() == 0


# ---- without our plotly.js -----------------------------------------------------------------------


def test_without_the_file_the_plots_are_plain_charts(page, app):
    page.goto(f"{app}/?plotly_js=none")
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(2)
    page.wait_for_selector("[data-testid=stPlotlyChart] .point >> nth=0", state="attached")
    expect(page.locator(".lossviz-plot")).to_have_count(0)
    expect(page.locator(".lossviz-sentence")).to_have_text("The slope is 1.")
    expect(page.locator(".lossviz-details summary")).to_be_visible()


def test_where_the_browser_cannot_load_it_the_plots_are_plain_charts(page, app, problems):
    page.goto(f"{app}/?plotly_js=missing")
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(2)
    page.wait_for_selector("[data-testid=stPlotlyChart] .point >> nth=0", state="attached")
    expect(page.locator(".lossviz-plots")).to_be_hidden()
    step(page)
    expect(page.locator(".lossviz-sentence")).to_have_text("The slope is 2.")
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(2)
    # the browser names the file it did not get, once
    (missing,) = problems
    assert "PlotlyChart.missing.js" in missing
    problems.clear()


def test_a_lost_server_leaves_the_figure(page, problems, tmp_path):
    server = Server(APP, tmp_path / "log")
    try:
        open_figure(page, server.wait())
    finally:
        server.stop()
    step(page)
    expect(page.get_by_text("Connection error").or_(page.get_by_text("Connecting"))).to_be_visible()
    assert page.evaluate(END_OF_LINE) == 10
    expect(page.locator(".lossviz-sentence")).to_have_text("The slope is 1.")
    # the browser and Streamlit complain in the console; nothing of ours breaks
    assert [problem for problem in problems if problem.startswith("page:")] == []
    problems.clear()


def test_a_figure_that_is_shown_anew_elsewhere_leaves_nothing_dead_behind(
    page: Page, app: str
) -> None:
    open_figure(page, app)
    # as Streamlit does on a slow machine: a second place for the same figure, the first one stays
    page.evaluate("""() => {
      const [[name, old]] = [...window.lossvizFigures];
      const parentElement = document.createElement('div');
      parentElement.innerHTML = '<div class="lossviz-live"></div>';
      old.root.parentNode.append(parentElement);
      window.lossvizPost.arrive({ data: old.data, parentElement, setStateValue() {} });
      window.lossvizOld = old.root;
    }""")
    page.wait_for_function("""() => {
      const [live] = [...window.lossvizFigures.values()];
      return live.root !== window.lossvizOld && live.plots.every((p) => p.node._fullData?.length);
    }""")
    old = "[window.lossvizOld.isConnected, window.lossvizOld.childElementCount]"
    assert page.evaluate(old) == [True, 0]
