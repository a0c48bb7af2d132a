"""Opens pages in Debian's Chromium, each in a frame as wide as a telephone, and measures them."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

# What a page is asked: does anything stand out at the side, and do times stand in their order?
MEASURE = """
const root = document.documentElement;
const wide = [...document.body.querySelectorAll("*")].filter(each => {
  const box = each.getBoundingClientRect();
  const hidden = getComputedStyle(each).clipPath !== "none" || each.closest("thead");
  return !hidden && box.width && (box.left < -1 || box.right > innerWidth + 1);
}).map(each => each.tagName + ": " + each.textContent.trim().slice(0, 40));
const ranges = [...document.querySelectorAll("bdi")].filter(
  each => each.querySelectorAll(":scope > time").length === 2 && each.getClientRects().length
).map(each => [...each.querySelectorAll("time")].map(time => time.getBoundingClientRect()));
const turned = ranges.filter(([a, b]) => Math.abs(a.top - b.top) < 4 && a.left >= b.left).length;
const broken = ranges.filter(([a, b]) => Math.abs(a.top - b.top) >= 4).length;
const cut = [...document.body.querySelectorAll("td, th, p, dt, dd, li, h1, h2, h3")].filter(
  each => each.clientWidth && !each.closest("thead") && each.scrollWidth > each.clientWidth + 1
).map(each => each.textContent.trim().slice(0, 40));
const measured = {
  width: innerWidth, scroll: root.scrollWidth, ranges: ranges.length, turned, broken, cut, wide,
  starts: getComputedStyle(document.querySelector("h1")).direction,
};
"""
REPORT = (
    "<script>addEventListener('load', () => {{ {measure} measured.name = {name};"
    " parent.postMessage(measured, '*'); }});</script>"
)
FRAME = '<iframe style="border:0;width:{width}px;height:4000px" srcdoc="{page}"></iframe>'
COLLECT = """<!doctype html><meta charset="utf-8"><pre id="found">[]</pre>
<script>addEventListener("message", said => {
  const found = document.getElementById("found");
  found.textContent = JSON.stringify([...JSON.parse(found.textContent), said.data]);
});</script>
"""
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run", "--hide-scrollbars"),
    *("--virtual-time-budget=10000", "--dump-dom"),
)

Measured = dict[str, Any]


def chromium() -> str:
    """Return the path of the browser, or skip the test and say why."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("chromium is not installed: pages are not measured in a browser")
    return found


def measured(pages: Mapping[str, tuple[str, int]], folder: Path) -> dict[str, Measured]:
    """Return what pages measure, each in a frame of its width; one start of the browser for all."""
    frames = [
        FRAME.format(width=width, page=html.escape(_asked(name, page)))
        for name, (page, width) in pages.items()
    ]
    every = folder / "pages.html"
    every.write_text(COLLECT + "".join(frames), encoding="utf-8")
    run = subprocess.run(
        [chromium(), *QUIET, f"--user-data-dir={folder / 'profile'}", every.as_uri()],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    said = re.search(r'<pre id="found">(.*?)</pre>', run.stdout, re.DOTALL)
    assert said, run.stdout[:500]
    found = {each.pop("name"): each for each in json.loads(html.unescape(said[1]))}
    assert found.keys() == pages.keys()
    return found


def _asked(name: str, page: str) -> str:
    report = REPORT.format(measure=MEASURE, name=json.dumps(name))
    return page.replace("</body>", f"{report}</body>")
