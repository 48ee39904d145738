"""Loss surfaces, the fold in three dimensions, in a browser: camera, hand, WebGL there or not.

A page with it takes long to open: one for a mouse and keys, one for a finger, one without WebGL.
"""

import math

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from lossviz.figures.solid import CAMERA as CAMERA_OF
from lossviz.figures.solid import solid_figure
from lossviz.surfaces.solid import Solid
from lossviz.surfaces.walk import Walk
from lossviz.ui.answers import answer
from lossviz.ui.picked import ABSOLUTE, SQUARED
from lossviz.ui.specs.surfaces_walk import HUBBLE, STEPS, hill
from tests.browser.hands import Live

pytestmark = pytest.mark.browser

NAME = "loss-surfaces-solid"
PATH = "/loss-surfaces?open=solid"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PLOTS = "window.lossvizFigures.get('loss-surfaces-solid')?.plots"
NODE = f"{PLOTS}[0].node"
SCENE = f"{NODE}._fullLayout.scene._scene"
FIRST = f"{PLOTS}[0].first.scene.eye"
CAMERA = f"(() => {{ const {{ eye }} = {SCENE}.getCamera(); return [eye.x, eye.y, eye.z]; }})()"
DOT = f"""(() => {{
  const {{ data }} = Object.values({SCENE}.traces).find(({{ data }}) => data.name === 'the dot');
  return [data.x[0], data.y[0], data.z[0]];
}})()"""
# where the camera is once it has come to rest
AT_REST = f"""() => new Promise((done) => {{
  let [before, same] = ['', 0];
  const look = () => {{
    const camera = {CAMERA};
    same = String(camera) === before ? same + 1 : 0;
    before = String(camera);
    if (same > 10) done(camera);
    else requestAnimationFrame(look);
  }};
  look();
}})"""
# middle of the ring of the plane, and the dot of the map it should sit on, in pixels of the plot
RING = """() => {
  const { plane, plots } = window.lossvizFigures.get('loss-surfaces-solid');
  const { node } = plane.grip;
  const dot = plots[1].pointOf(['the dot', 0]);
  const ring = [Number(node.getAttribute('cx')), Number(node.getAttribute('cy'))];
  return { shown: node.style.display !== 'none', ring, dot: dot && plots[1].axes().at(...dot) };
}"""
WITHOUT_WEBGL = """
const { getContext } = HTMLCanvasElement.prototype;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return /webgl/.test(kind) ? null : getContext.call(this, kind, ...rest);
};
"""
INSTEAD = "This browser shows no drawings in three dimensions"


def opened(page: Page, url: str) -> Live:
    return Live(page, NAME).open(url)


NEAR = 0.05  # of the eye: a turn goes on a little after the hand has let go; see `turned`


def turned(page: Page) -> list[float]:
    """Turn the hill with the mouse; where the camera is then."""
    before = page.evaluate(CAMERA)
    plot = page.locator(f".st-key-{NAME} .lossviz-plot").first
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y + 15, steps=4)
    page.mouse.up()
    page.wait_for_function(f"before => String({CAMERA}) !== before", arg=js_join(before))
    page.wait_for_function(f"{PLOTS}[0].view")
    after = list(page.evaluate(AT_REST))
    assert max(abs(one - other) for one, other in zip(before, after, strict=True)) > 4 * NEAR
    return after


def js_join(numbers: list[float]) -> str:
    return ",".join(f"{n:.17g}" for n in numbers)


def drawn_by_python(a: float, b: float, step: int = 0, loss: str = SQUARED.key):
    """The dot of the hill, from Python."""
    here = hill({"loss": loss})
    figure = solid_figure(Solid(here), Walk(here.surface, a, b, 0.1, step, STEPS)).figures[0]
    (dot,) = [trace for trace in figure.data if trace.name == "the dot"]
    return [dot.x[0], dot.y[0], dot.z[0]]


def seen_from(camera: list[float]) -> tuple[float, float, float]:
    """Direction and height of the eye in degrees, and how far it is from the middle."""
    x, y, z = np.array(camera) - [CAMERA_OF["center"][axis] for axis in "xyz"]
    far = math.hypot(x, y, z)
    return math.degrees(math.atan2(y, x)), math.degrees(math.asin(z / far)), far


def turned_by_keys(page: Page) -> list[float]:
    """Turn the hill by keys, which a click on it has made its own; where the camera is then."""
    press = page.keyboard.press
    assert page.evaluate(f"document.activeElement === {NODE}")
    press("Home")
    page.wait_for_function(f"Math.abs({CAMERA}[0] - {FIRST}.x) < 1e-6")
    around, up, far = seen_from(page.evaluate(CAMERA))
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowDown", "+", "+", "-"):
        press(key)
    camera = list(page.evaluate(AT_REST))
    # a turn is 10 degrees, a stride a factor of 1.2
    assert seen_from(camera) == pytest.approx((around - 10, up - 10, far / 1.2), abs=0.01)
    for _press in range(8):
        press("ArrowUp")
    steep = seen_from(page.evaluate(AT_REST))
    assert steep == pytest.approx((around - 10, 85, far / 1.2), abs=0.01)  # it does not flip
    press("ArrowDown")
    return list(page.evaluate(AT_REST))


def the_dot_moves_by_the_bar_and_the_surface_stands(page: Page, live: Live) -> float:
    """Move the slope; its new value."""
    page.evaluate(f"""() => {{
      const node = {NODE};
      const {{ react }} = window.Plotly;
      const live = window.lossvizFigures.get('{NAME}');
      const {{ say }} = live;
      live.say = (...what) => {{
        window.dotWhenSaid = {DOT};
        return say.apply(live, what);
      }};
      Object.assign(window, {{ mine: node, reacts: 0 }});
      window.Plotly.react = (drawn, ...rest) => {{
        window.reacts += drawn === node;
        return react(drawn, ...rest);
      }};
    }}""")
    live.bar("Start: slope").press("ArrowRight")
    slope = next(stop for stop in live.stops("slope") if stop > 0)
    live.settled(f"slope={slope:g}")
    assert page.evaluate(DOT) == pytest.approx(drawn_by_python(HUBBLE.flat[0], slope), rel=1e-6)
    # before Python had heard of it
    assert page.evaluate("window.dotWhenSaid") == pytest.approx(page.evaluate(DOT), rel=1e-6)
    assert page.evaluate("window.reacts") == 0  # the surface was not made anew
    return slope


def the_ring_rides_on_the_dot_of_the_walk(page: Page, live: Live, slope: float) -> None:
    """Three steps by the bar."""
    bar = live.bar("Steps").last
    for _press in range(3):
        bar.press("ArrowRight")
    a, b = Walk(HUBBLE.surface, HUBBLE.flat[0], slope, 0.3, 3, STEPS).place.tolist()
    there = f"""(() => {{
      const at = {PLOTS}[1].pointOf(['the dot', 0]);
      return at && Math.abs(at[0] - {a}) + Math.abs(at[1] - {b}) < 0.01;
    }})()"""
    page.wait_for_function(there)
    moved = page.evaluate(RING)
    assert moved["ring"] == pytest.approx(moved["dot"], abs=0.02)
    live.settled("steps=3")
    page.wait_for_function(there)
    at_rest = page.evaluate(RING)
    assert at_rest["ring"] == pytest.approx(at_rest["dot"], abs=0.5)
    # a dot that is nowhere has no ring; and has one again where it is
    hide = """(at) => {
      const live = window.lossvizFigures.get('loss-surfaces-solid');
      live.plots[1].frame.set('the dot', { x: [at], y: [at] });
      live.plane.ride();
      return live.plane.grip.node.style.display;
    }"""
    assert page.evaluate(hide, None) == "none"
    assert page.evaluate(hide, 100) == ""
    page.evaluate("""([a, b]) => {
      const live = window.lossvizFigures.get('loss-surfaces-solid');
      live.plots[1].frame.set('the dot', { x: [a], y: [b] });
      live.plane.ride();
    }""", [a, b])  # fmt: skip


def a_dot_let_go_before_its_answer_does_not_jump_back(page: Page, live: Live) -> None:
    """The answer comes after the hand has let go, and is another one."""
    held: list[Route] = []
    # never answered while the hand moves
    page.route("**/lossviz/answer/**", lambda route: held.append(route))
    page.locator(f".st-key-{NAME} .lossviz-plot").last.scroll_into_view_if_needed()
    box = page.locator(f".st-key-{NAME} .lossviz-grip").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y - 40, steps=4)
    live.frames()
    there = page.evaluate(RING)["ring"]
    page.evaluate("""() => {
      const { node } = window.lossvizFigures.get('loss-surfaces-solid').plane.grip;
      window.rings = [];
      const note = () => window.rings.push([node.getAttribute('cx'), node.getAttribute('cy')]);
      new MutationObserver(note).observe(node, { attributes: true, attributeFilter: ['cx', 'cy'] });
    }""")
    page.mouse.up()
    live.settled("intercept=")
    late = answer(NAME, "-300", "900", {"open": ["solid"]})  # nothing of it may be shown
    for route in held:
        route.fulfill(json=late)
    live.frames()
    end = page.evaluate(RING)
    assert end["ring"] == pytest.approx(end["dot"], abs=0.02)
    places = [[float(x), float(y)] for x, y in page.evaluate("window.rings")] + [end["ring"]]
    assert all(place == pytest.approx(there, abs=0.5) for place in places)


def test_the_camera_stays_and_the_dot_moves_under_the_hand(page: Page, server: str) -> None:
    live = opened(page, server + PATH + "&rate=0.3")
    assert page.evaluate(DOT) == pytest.approx(drawn_by_python(*HUBBLE.flat), rel=1e-6)
    turned(page)
    camera = turned_by_keys(page)
    live.ready()
    slope = the_dot_moves_by_the_bar_and_the_surface_stands(page, live)
    assert page.evaluate(CAMERA) == pytest.approx(camera, abs=NEAR)
    the_ring_rides_on_the_dot_of_the_walk(page, live, slope)
    a_dot_let_go_before_its_answer_does_not_jump_back(page, live)
    page.locator("[class*=st-key-loss-surfaces-loss-solid]").get_by_text("Absolute error").click()
    live.settled(f"loss={ABSOLUTE.key}")
    expect(page.locator(f".st-key-{NAME} .lossviz-sentence")).to_contain_text("creases")
    assert page.evaluate(CAMERA) == pytest.approx(camera, abs=NEAR)
    assert page.evaluate(f"{NODE} === window.mine")
    # the wheel scrolls the page
    page.locator(f".st-key-{NAME} .lossviz-plot").first.hover()
    main = "document.querySelector('[data-testid=stMain]').scrollTop"
    before = page.evaluate(main)
    page.mouse.wheel(0, -120)
    page.wait_for_function(f"{main} < {before}")
    # a lost context is drawn anew
    dot = page.evaluate(DOT)
    page.evaluate(f"{SCENE}.glplot.gl.getExtension('WEBGL_lose_context').loseContext()")
    page.wait_for_function(
        f"{PLOTS}[0].losses === 1 && {SCENE}?.glplot && !{SCENE}.glplot.gl.isContextLost()"
    )
    assert page.evaluate(CAMERA) == pytest.approx(camera, abs=NEAR)
    assert page.evaluate(DOT) == pytest.approx(dot, rel=1e-6)
    page.locator(f".st-key-{NAME} .lossviz-reset").click()
    page.wait_for_function(f"Math.abs({CAMERA}[0] - {FIRST}.x) < 1e-6")
    live.ready()
    # a fold that closes gives its context back
    page.evaluate(f"() => {{ window.context = {SCENE}.glplot.gl }}")
    page.get_by_text("The hill in three dimensions").click()
    page.wait_for_function("window.context.isContextLost()")
    page.wait_for_function(f"!window.lossvizFigures.has('{NAME}')")


def test_a_finger_turns_it_sideways_and_scrolls_the_page_up_on_a_dark_phone(
    open_page, server: str
) -> None:
    page = open_page(color_scheme="dark", **PHONE)
    opened(page, server + PATH)
    found = page.evaluate(f"""(() => {{
      const {{ _fullData: data, _fullLayout: {{ scene, font }} }} = {NODE};
      const surface = data.find(({{ type }}) => type === 'surface');
      const dot = data.find(({{ name }}) => name === 'the dot');
      return [scene.xaxis.gridcolor, scene.zaxis.linecolor, font.color, dot.marker.color,
        ...surface.colorscale.map(([, colour]) => colour)];
    }})()""")
    # GRID, GRID, TEXT, HAND, BACKGROUND and SQUARE of the theme
    assert found == ["#2b323d", "#2b323d", "#e8ebf0", "#ff9d5c", "#12161d", "#8ab8ff"]
    touch = page.context.new_cdp_session(page)

    def swipe(dx: float, dy: float) -> float:
        """How far the page scrolls when a finger moves so far on the hill."""
        main = "document.querySelector('[data-testid=stMain]').scrollTop"
        box = page.locator(f".st-key-{NAME} .lossviz-plot").first.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        before = page.evaluate(main)

        def send(kind: str, *points: dict[str, float]) -> None:
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

        send("touchStart", {"x": x, "y": y})
        for part in np.linspace(0.1, 1.0, 10):
            send("touchMove", {"x": x + part * dx, "y": y + part * dy})
            page.wait_for_timeout(16)
        send("touchEnd")
        page.evaluate(AT_REST)
        return page.evaluate(main) - before

    page.locator(f".st-key-{NAME} .lossviz-plot").first.scroll_into_view_if_needed()
    around, up, far = seen_from(page.evaluate(AT_REST))
    # in a narrow plot farther away, so that the names of its axes fit in
    sent = seen_from([CAMERA_OF["eye"][axis] for axis in "xyz"])
    box = page.locator(f".st-key-{NAME} .lossviz-plot").first.bounding_box()
    assert (around, up) == pytest.approx(sent[:2], abs=0.01)
    assert far == pytest.approx(1.45 * sent[2] * box["height"] / box["width"], rel=0.01)
    assert swipe(100, 0) == 0
    # 400 pixels are half a turn
    assert seen_from(page.evaluate(CAMERA)) == pytest.approx((around - 45, up, far), abs=0.1)
    assert swipe(0, -150) > 80
    assert seen_from(page.evaluate(CAMERA)) == pytest.approx((around - 45, up, far), abs=0.1)


def test_without_webgl_the_map_and_a_sentence_stand_there(page: Page, server: str) -> None:
    page.add_init_script(WITHOUT_WEBGL)
    page.goto(server + PATH)
    words = page.locator(f".st-key-{NAME} .lossviz-instead")
    expect(words).to_contain_text(INSTEAD)
    page.wait_for_function(f"{PLOTS}[1].node._fullData?.length")
    assert page.locator(f".st-key-{NAME} canvas").count() == 0
    grip = page.locator(f".st-key-{NAME} .lossviz-grip")
    before = page.evaluate(RING)
    assert before["shown"]
    assert before["ring"] == pytest.approx(before["dot"], abs=1)
    grip.press("ArrowUp")
    page.wait_for_url("**slope=*")
    page.wait_for_function(f"before => ({RING})().dot[1] < before", arg=before["dot"][1])
    expect(words).to_contain_text(INSTEAD)
    assert not page.evaluate(f"{NODE}.hasAttribute('tabindex')")  # nothing there to be turned
