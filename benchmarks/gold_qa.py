"""How well the desk answers a set of questions with gold spans, over HTTP.

    python -m benchmarks.gold_qa CASES.jsonl --articles FOLDER [--target http://127.0.0.1:8000]

Each case is a JSON line with `id`, `question`, `answerable`, `gold_quote` (verbatim texts of the
articles), `tier` and `numbers`. Without `--target` a server is started over a snapshot built from
`--articles` (also where the gold quotes are located). A quote counts as gold when its span
overlaps a gold span in the same article. A case that fails counts as wrong and is listed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus.library import read_library
from corpus.passages import Budget
from corpus.records import Span, text_sha256

Place = tuple[str, Span]


def main() -> int:
    """Run the cases and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--articles", type=Path, action="append", required=True)
    parser.add_argument("--target", help="base URL of a running service")
    parser.add_argument("--data", type=Path, help="data folder with a snapshot to serve")
    parser.add_argument("--misses", action="store_true", help="list every miss")
    args = parser.parse_args()
    cases = [json.loads(line) for line in args.cases.read_text("utf-8").splitlines() if line]
    sources = {
        article.slug: article.source for article in read_library(args.articles, Budget()).articles
    }
    with _service(args.target, args.articles, args.data) as base:
        results = [_run(base, case, sources) for case in cases]
    _report(results, misses=args.misses)
    return 0 if all(result["error"] == "" for result in results) else 1


@contextmanager
def _service(target: str | None, articles: Sequence[Path], data: Path | None) -> Iterator[str]:
    if target:
        yield target.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder:
        where = data or Path(folder)
        command = [sys.executable, "-m", "api.cli.main"]
        if data is None:
            paths = [part for path in articles for part in ("--articles", str(path))]
            subprocess.run([*command, "build", *paths, "--data", str(where)], check=True)
        port = "8765"
        server = subprocess.Popen(
            [*command, "serve", "--data", str(where), "--port", port],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        base = f"http://127.0.0.1:{port}"
        try:
            _wait(base)
            yield base
        finally:
            server.terminate()
            server.wait(20)


def _wait(base: str) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"{base}/readyz", timeout=2):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SystemExit("the server did not become ready within 60 s")


def _run(base: str, case: dict[str, Any], sources: dict[str, str]) -> dict[str, Any]:
    started = time.perf_counter()
    body = json.dumps({"question": case["question"]}).encode()
    request = urllib.request.Request(  # noqa: S310 - the target is the operator's choice
        f"{base}/v1/ask", body, {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
            answer = json.load(response)
    except (urllib.error.URLError, OSError, ValueError) as error:
        return {"case": case, "error": str(error), "ms": 0.0, "answer": None}
    milliseconds = (time.perf_counter() - started) * 1000
    return {"case": case, "error": "", "ms": milliseconds, **_judge(case, answer, sources)}


def _judge(case: dict[str, Any], answer: dict[str, Any], sources: dict[str, str]) -> dict[str, Any]:
    cited = [
        (entry["article"]["slug"], Span(entry["span"]["start"], entry["span"]["end"]))
        for entry in answer["evidence"]
    ]
    gold = [place for quote in case["gold_quote"] if (place := _locate(quote, sources))]
    hits = [any(_overlap(place, other) for other in cited) for place in gold]
    shown = [(entry, place) for entry, place in zip(answer["evidence"], cited, strict=True)]
    gold_tiers = [
        entry["tier"]["id"] for entry, place in shown if any(_overlap(place, g) for g in gold)
    ]
    text = " ".join(entry["quote"] for entry in answer["evidence"])
    return {
        "answer": answer,
        "outcome": answer["outcome"],
        "located": len(gold) == len(case["gold_quote"]),
        "any": any(hits),
        "all": bool(hits) and all(hits),
        "first": bool(cited) and any(_overlap(cited[0], place) for place in gold),
        "precision": sum(any(_overlap(place, g) for g in gold) for place in cited)
        / max(1, len(cited)),
        "verbatim": all(_verbatim(entry, sources) for entry in answer["evidence"]),
        "numbers": all(str(number) in text for number in case.get("numbers", [])),
        "tier": bool(set(gold_tiers) & {case.get("tier"), *case.get("tiers", [])}),
        "disclaimer": bool(answer["disclaimer"]["text"]),
    }


def _verbatim(entry: dict[str, Any], sources: dict[str, str]) -> bool:
    source = sources.get(entry["article"]["slug"])
    if source is None:
        return False
    span = Span(entry["span"]["start"], entry["span"]["end"])
    same = span.quote(source) == entry["quote"]
    return bool(same and text_sha256(source) == entry["source_sha256"])


def _locate(quote: str, sources: dict[str, str]) -> Place | None:
    for slug, source in sources.items():
        start = source.find(quote)
        if start >= 0:
            return slug, Span(start, start + len(quote))
    return None


def _overlap(left: Place, right: Place) -> bool:
    return left[0] == right[0] and left[1].start < right[1].end and right[1].start < left[1].end


def _report(results: list[dict[str, Any]], *, misses: bool) -> None:
    failed = [r for r in results if r["error"]]
    yes = [r for r in results if r["case"]["answerable"]]
    no = [r for r in results if not r["case"]["answerable"]]
    answered = [r for r in yes if not r["error"]]
    abstained = [r for r in results if r.get("outcome") == "not_in_library"]

    def share(name: str, rows: list[dict[str, Any]]) -> str:
        good = sum(bool(r.get(name)) for r in rows)
        return f"{good}/{len(rows)} = {good / max(1, len(rows)):.3f}"

    right = sum(not r["case"]["answerable"] for r in abstained)
    lines = {
        "cases (failed)": f"{len(results)} ({len(failed)})",
        "gold quotes located": share("located", yes),
        "quotes verbatim": share("verbatim", [r for r in results if not r["error"]]),
        "disclaimer present": share("disclaimer", results),
        "a gold passage cited": share("any", yes),
        "all gold passages cited": share("all", yes),
        "first citation is gold": share("first", yes),
        "required numbers present": share("numbers", yes),
        "tier of a gold citation right": share("tier", yes),
        "citation precision": f"{statistics.fmean(r['precision'] for r in answered):.3f}",
        "unanswerable not_in_library": f"{right}/{len(no)} = {right / max(1, len(no)):.3f}",
        "abstention precision": f"{right}/{len(abstained)} = {right / max(1, len(abstained)):.3f}",
    }
    times = sorted(r["ms"] for r in results if not r["error"])
    if times:
        lines["latency ms, p50 / p95"] = (
            f"{statistics.median(times):.1f} / {times[int(0.95 * (len(times) - 1))]:.1f}"
        )
    for name, value in lines.items():
        print(f"{name:32} {value}")
    for result in results if misses else failed:
        case = result["case"]
        wrong = result["error"] or (
            result["outcome"] if not case["answerable"] else "" if result["any"] else "no gold"
        )
        expected = "not_in_library" if not case["answerable"] else ""
        if wrong != expected:
            outcome = result.get("outcome", "failed")
            print(f"  {case['id']}: {wrong} ({outcome}) {case['question']}")


if __name__ == "__main__":
    raise SystemExit(main())
