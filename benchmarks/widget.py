"""How fast the widget is there: `python -m benchmarks.widget [--data data] [--loads 20]`.

Each load is a new page of a new browser context with nothing kept. "paint" is the time from the
end of the script's download to the frame after the widget has drawn itself: as the one line puts
it on a page (a button in the corner), and in its place. A page with a bare element is the floor;
the three take turns, so that what else the machine does meets all of them. "script" and "layout"
are the browser's own times for running the script and for laying out the page. Then the panel is
opened and closed 200 times: what is held before and after, and what has moved on the page.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import statistics
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.screenshots import FLAGS, serving

SCRIPT = Path(__file__).resolve().parents[1] / "api/static/refdesk-chat.js"
PAGE = "<!doctype html><html lang=en><title>Host</title><body>{}</body></html>"
SCRIPT_TAG = "<script src=/widget/refdesk-chat.js{}></script>"
PAGES = {
    "button in the corner": PAGE.format("<p>words</p>" * 60 + SCRIPT_TAG.format(" data-auto")),
    "in its place": PAGE.format("<refdesk-chat></refdesk-chat>" + SCRIPT_TAG.format("")),
    "bare element": PAGE.format("<refdesk-chat></refdesk-chat><script src=/bare.js></script>"),
}
BARE_SCRIPT = (
    "customElements.define('refdesk-chat', class extends HTMLElement { connectedCallback() {"
    " this.attachShadow({mode: 'open'}).append('words'); } });"
)
PAINT = """async name => {
  await customElements.whenDefined('refdesk-chat');
  await document.querySelector('refdesk-chat').updateComplete;
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const script = performance.getEntriesByType('resource').find(each => each.name.endsWith(name));
  return performance.now() - script.responseEnd;
}"""
SHIFTS = (
    "window.moved = 0; new PerformanceObserver(list => { for (const each of list.getEntries())"
    " window.moved += each.value; }).observe({type: 'layout-shift', buffered: true});"
)
CYCLES = """async times => {
  const chat = document.querySelector('refdesk-chat');
  for (let at = 0; at < times; at++) {
    chat.show(); await chat.updateComplete; chat.hide(); await chat.updateComplete;
  }
}"""


@dataclass(frozen=True, slots=True)
class Load:
    """One load, in milliseconds."""

    paint: float
    script: float
    layout: float


def load(browser: Browser, address: str, body: str, slower: int) -> Load:
    """Open a page of its own and tell how long the widget took."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    serve(page, body)
    session = context.new_cdp_session(page)
    if slower > 1:
        session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    session.send("Performance.enable")
    # Asked inside the page before it loads, so that the wait for the answer is no part of it.
    page.add_init_script(
        f"addEventListener('DOMContentLoaded', () => window.paint = ({PAINT})('.js'))"
    )
    page.goto(f"{address}/host")
    paint = page.evaluate("() => window.paint")
    told = {
        each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]
    }
    context.close()
    return Load(paint, 1000 * told["ScriptDuration"], 1000 * told["LayoutDuration"])


def serve(page: Page, body: str) -> None:
    """Answer /host with a page, and /bare.js with an element that has nothing in it."""
    page.route("**/host", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.route(
        "**/bare.js", lambda route: route.fulfill(body=BARE_SCRIPT, content_type="text/javascript")
    )


def told_of(name: str, slower: int, loads: list[Load]) -> str:
    """Return the line of one kind of page."""
    paints = sorted(each.paint for each in loads)
    script = statistics.median(each.script for each in loads)
    layout = statistics.median(each.layout for each in loads)
    return (
        f"paint, processor {slower}x slower, {name}: median {statistics.median(paints):.0f} ms,"
        f" slowest of {len(paints)} {paints[-1]:.0f} ms; script {script:.0f} ms,"
        f" layout {layout:.0f} ms"
    )


def cycles(browser: Browser, address: str, times: int) -> str:
    """Open and close the panel; return the line on what is left."""
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    serve(page, PAGES["button in the corner"])
    page.add_init_script(SHIFTS)
    page.goto(f"{address}/host")
    session = page.context.new_cdp_session(page)

    def held() -> tuple[int, int, float]:
        session.send("HeapProfiler.collectGarbage")
        found = session.send("Memory.getDOMCounters")
        used = session.send("Runtime.getHeapUsage")["usedSize"]
        return found["nodes"], found["jsEventListeners"], used / 1024

    page.evaluate(CYCLES, 20)
    before = held()
    page.evaluate(CYCLES, times)
    after = held()
    nodes, listeners, heap = (later - earlier for earlier, later in zip(before, after, strict=True))
    moved = page.evaluate("() => window.moved")
    page.close()
    return (
        f"{times} times opened and closed: {nodes:+} nodes, {listeners:+} listeners,"
        f" {heap:+.0f} KiB of heap; layout shift {moved:.3f}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--loads", type=int, default=20)
    chosen = parser.parse_args()
    script = SCRIPT.read_bytes()
    print(f"size: {len(script)} bytes, {len(gzip.compress(script, 9))} gzipped")
    with serving(chosen.data) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(FLAGS)
        )
        print(cycles(browser, address, 200))
        for slower in (1, 4):
            found: dict[str, list[Load]] = {name: [] for name in PAGES}
            for _ in range(chosen.loads):
                for name, body in PAGES.items():
                    found[name].append(load(browser, address, body, slower))
            for name, loads in found.items():
                print(told_of(name, slower, loads))
        waiting = ", ".join(f"{each:.1f}" for each in os.getloadavg())
        print(
            f"processors {os.cpu_count()}; processes that wanted one (1, 5, 15 minutes): {waiting}"
        )
        browser.close()


if __name__ == "__main__":
    main()
