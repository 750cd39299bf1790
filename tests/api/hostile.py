# ruff: noqa: E501 - an article line is one line
"""An article that tries to run something wherever it is shown."""

from __future__ import annotations

#: Each attack sets `window.hostile`; each stands beside words that a question can find.
HOSTILE = """---
title: 'Hostile <img src=x onerror="window.hostile=1"> article'
slug: hostile
as-of: 2026-05-06
url: "javascript:window.hostile=2"
conditions: ["knee arthritis"]
---

# Hostile <img src=x onerror="window.hostile=1"> article

## Knee <svg onload="window.hostile=3"> arthritis

- In the KNEEMARK trial the pain score in knee arthritis fell by 4 points <img src=x onerror="window.hostile=4"> in 20 people [^kneemark2019].
- In the KNEEMARK trial swelling in knee arthritis was seen in 3 of 20 people [read](javascript:window.hostile=5) [^kneemark2019].
- In the KNEEMARK trial stiffness in knee arthritis did \u202eton\u202c change in 20 people [^kneemark2019].

| KNEEMARK outcome | Knee arthritis <script>window.hostile=6</script> |
|---|---|
| Walking in the KNEEMARK trial | 12 m farther in knee arthritis <svg onload="window.hostile=7"></svg> [^kneemark2019] |

[^kneemark2019]: doi:10.1000/"onmouseover="window.hostile=8 · Marker K et al. · J Knee 2019 · rct phase-2 · n=20 · model: human
"""
