# ruff: noqa: E501 - an article line is one line
"""The articles that the served library is made of, and a question for each outcome."""

from __future__ import annotations

FRAILTY = """---
title: Frailty trials
slug: frailty
as-of: 2026-05-06
licence: CC-BY-4.0
url: https://example.org/frailty
conditions: ["aging frailty"]
---

# Frailty trials

## What was found 🧪

- No serious adverse event was judged to be caused by the cells in the CRATUS trial of 15 frail older adults [^golpanian2017].
- In the phase 2 trial, six-minute walk distance did not differ from placebo [^tompkins2017]. #gap/needs-replication
- There is no phase 3 trial of mesenchymal stem cells in aging frailty. #gap/needs-replication

| Measure | What was reported |
|---|---|
| Deaths | One at 258 days, judged unrelated [^golpanian2017] |

[^golpanian2017]: doi:10.1093/gerona/glx056 · Golpanian S et al. · J Gerontol A 2017 · phase-1 · n=15 · model: human
[^tompkins2017]: doi:10.1093/gerona/glx137 · Tompkins BA et al. · J Gerontol A 2017 · rct phase-2 · n=30 · model: human
"""
NAMES = """---
title: What the cells are
slug: names
as-of: 2026-05-08
---

# What the cells are

## Names

Mesenchymal stromal cells carry CD105, CD73 and CD90 on their surface [^dominici2006].
The name stem cell is disputed, because the cells seem to act by signals.

[^dominici2006]: doi:10.1080/14653240600855905 · Dominici M et al. · Cytotherapy 2006 · position statement
"""
QUESTIONS = {
    "answered": "Was any serious adverse event judged to be caused by the cells in CRATUS?",
    "refused": "What dose of stem cells should I inject into my knee?",
    "emergency": "I cannot breathe and my chest hurts since the infusion an hour ago",
    "not_in_library": "What is the capital of France?",
}
