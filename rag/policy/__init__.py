"""May this question be answered, and how? A value, decided before retrieval.

    question -> normalise -> language -> patterns per sentence -> highest trigger -> decision

Every layer can be tested alone; `decide` is the whole.
"""

from rag.policy.decide import VERSION, Action, PolicyDecision, decide

__all__ = ["VERSION", "Action", "PolicyDecision", "decide"]
