"""How fast the widget is there: `python -m benchmarks.widget [--data data] [--loads 20]`.

Each load is a new page of a new browser context with nothing kept. "paint" is the time from the
end of the script's download to the frame after the widget has drawn itself; a page with a bare
element of the same size, defined inline, is measured in the same run as the floor.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.screenshots import FLAGS, serving

SCRIPT = Path(__file__).resolve().parents[1] / "api/static/refdesk-chat.js"
PAGE = "<!doctype html><html lang=en><title>Host</title><body>{}</body></html>"
WIDGET = PAGE.format("<refdesk-chat></refdesk-chat><script src=/widget/refdesk-chat.js></script>")
BARE = PAGE.format("<refdesk-chat></refdesk-chat><script src=/bare.js></script>")
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


def paints(browser: Browser, address: str, body: str, slower: int, loads: int) -> list[float]:
    """Return milliseconds from the script's arrival to the drawn widget, for each load."""
    found = []
    for _ in range(loads):
        context = browser.new_context(viewport={"width": 1280, "height": 860})
        page = context.new_page()
        page.route("**/host", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.route(
            "**/bare.js",
            lambda route: route.fulfill(body=BARE_SCRIPT, content_type="text/javascript"),
        )
        if slower > 1:
            session = context.new_cdp_session(page)
            session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        # Asked inside the page before it loads, so that the wait for the answer is no part of it.
        page.add_init_script(
            f"addEventListener('DOMContentLoaded', () => window.paint = ({PAINT})('.js'))"
        )
        page.goto(f"{address}/host")
        found.append(page.evaluate("() => window.paint"))
        context.close()
    return found


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
        for slower in (1, 4):
            for name, body in (("widget", WIDGET), ("bare element", BARE)):
                times = sorted(paints(browser, address, body, slower, chosen.loads))
                print(
                    f"paint, processor {slower}x slower, {name}: median"
                    f" {statistics.median(times):.0f} ms, slowest of {len(times)}"
                    f" {times[-1]:.0f} ms"
                )
        browser.close()


if __name__ == "__main__":
    main()
