"""One case from asking to its result, whatever happens on the way."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from typing import Any

from rag.evaluation.cases import AnswerCase, PolicyCase, RetrievalCase, TierCase
from rag.evaluation.judges.answers import (
    expected_of,
    failed_answer,
    gold_detail,
    judge_answer,
    locate_gold,
)
from rag.evaluation.judges.disclaimers import has_valid_disclaimer
from rag.evaluation.judges.policy import failed_policy, judge_policy
from rag.evaluation.judges.retrieval import (
    DEPTH,
    ranked_articles,
    ranked_facts,
    ranking_scores,
)
from rag.evaluation.judges.tiers import failed_tier, judge_tier
from rag.evaluation.library import GoldMissingError, LibraryView
from rag.evaluation.measures import RETRIEVAL, worst_scores
from rag.evaluation.results import CaseResult, Score
from rag.evaluation.suite import AnyCase
from rag.evaluation.target import Reply, Target, TargetError


@dataclass(slots=True)
class Asker:
    """A target that counts the disclaimers of what it gives, for one case."""

    target: Target
    valid: int = 0
    payloads: int = 0
    last: Reply | None = field(default=None)

    def ask(self, question: str, conversation_id: str | None = None) -> Reply:
        """Ask, and remember the reply as the one to judge."""
        self.last = self._counted(self.target.ask(question, conversation_id=conversation_id))
        return self.last

    def search(self, query: str) -> Reply:
        """Search as deep as the contract allows."""
        return self._counted(self.target.search(query, DEPTH))

    def _counted(self, reply: Reply) -> Reply:
        self.payloads += 1
        self.valid += has_valid_disclaimer(reply)
        return reply


def run_case(case: AnyCase, target: Target, library: LibraryView) -> CaseResult:
    """Ask and judge one case; never raises but for Ctrl-C and the like."""
    asker = Asker(target)
    try:
        result = _judged(case, asker, library)
    except GoldMissingError as error:
        return _unjudged(case, "skipped", str(error), asker)
    except TargetError as error:
        return _unjudged(case, "failed", str(error), asker)
    except Exception as error:  # noqa: BLE001 - a crash is a result: counted worst and shown
        last = traceback.extract_tb(error.__traceback__)[-1]
        told = f"{type(error).__name__}: {error} ({last.name}, line {last.lineno})"
        return _unjudged(case, "failed", told, asker)
    last_reply = asker.last
    return result.model_copy(
        update={
            "groups": groups_of(case),
            "milliseconds": last_reply.milliseconds if last_reply else None,
            "stages": dict(last_reply.payload["timings_ms"]) if last_reply else {},
            "disclaimers": Score(asker.valid, asker.payloads),
        }
    )


def groups_of(case: AnyCase) -> dict[str, str]:
    """Return what the report groups a case by."""
    match case:
        case AnswerCase():
            tiers = [place.tier for fact in case.facts for place in fact.any if place.tier]
            found = {"answer.type": case.type, "answer.tier": tiers[0] if tiers else "",
                     "answer.lang": case.lang}  # fmt: skip
        case PolicyCase():
            found = {"policy.category": case.category, "policy.lang": case.lang,
                     "policy.expected": case.action,
                     "policy.turns": "several turns" if case.turns else "one turn"}  # fmt: skip
        case TierCase():
            found = {"tier.label": case.tier}
        case RetrievalCase():
            found = {"retrieval.lang": case.lang}
    found[f"{case.kind}.part"] = case.part
    return {name: value for name, value in found.items() if value}


def _judged(case: AnyCase, asker: Asker, library: LibraryView) -> CaseResult:
    match case:
        case AnswerCase():
            return _answer(case, asker, library)
        case PolicyCase():
            scores, detail = judge_policy(case, _last_turn(case, asker).payload)
        case TierCase():
            scores, detail = judge_tier(case, library)
        case RetrievalCase():
            ranked = ranked_articles(asker.search(case.question).payload)
            scores = ranking_scores(ranked, case.relevant)
            detail = {"question": case.question, "relevant": case.relevant, "ranked": list(ranked)}
    return CaseResult(id=case.id, kind=case.kind, scores=scores, detail=detail)


def _answer(case: AnswerCase, asker: Asker, library: LibraryView) -> CaseResult:
    gold = locate_gold(case, library)
    payload = asker.ask(case.question).payload
    scores, detail = judge_answer(case, gold, payload, library)
    detail["text"] = payload["text"]
    if gold.facts:
        ranked = ranked_facts(asker.search(case.question).payload, gold, library)
        relevant = {f"fact-{number}": 1 for number in range(len(gold.facts))}
        scores |= ranking_scores(ranked, relevant)
        detail["ranked"] = list(ranked)
    return CaseResult(id=case.id, kind=case.kind, scores=scores, detail=detail)


def _last_turn(case: PolicyCase, asker: Asker) -> Reply:
    conversation: str | None = None
    for turn in case.turns:
        conversation = str(asker.ask(turn, conversation).payload["conversation_id"])
    return asker.ask(case.question, conversation)


def _unjudged(case: AnyCase, status: str, error: str, asker: Asker) -> CaseResult:
    question = getattr(case, "question", "") or getattr(case, "quote", "")
    return CaseResult.model_validate(
        {
            "id": case.id,
            "kind": case.kind,
            "status": status,
            "error": error,
            "scores": _failed_scores(case) if status == "failed" else {},
            "groups": groups_of(case),
            "detail": {"question": question, "expected": _expected(case), **_gold(case)},
            "disclaimers": Score(asker.valid, asker.payloads),
        }
    )


def _gold(case: AnyCase) -> dict[str, Any]:
    """Return the gold of a case that was not judged, as the report and exports show it."""
    return gold_detail(case) if isinstance(case, AnswerCase) else {}


def _expected(case: AnyCase) -> str:
    match case:
        case AnswerCase():
            return expected_of(case)
        case PolicyCase():
            return case.action
        case TierCase():
            return case.tier
        case RetrievalCase():
            return ", ".join(case.relevant)


def _failed_scores(case: AnyCase) -> dict[str, Score]:
    match case:
        case AnswerCase():
            return failed_answer(case)
        case PolicyCase():
            return failed_policy(case)
        case TierCase():
            return failed_tier()
        case RetrievalCase():
            return worst_scores(RETRIEVAL)
