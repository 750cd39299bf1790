"""May this question be answered, and how? A value, decided before retrieval.

    question -> normalise -> language -> patterns per sentence -> highest trigger -+
                     +-> whole, sentences, pairs -> vectors -> chances ------------+-> decision

Every layer can be tested alone; `decide` is the whole, `decide_by_rules` the part without a model.
"""

from rag.policy.decide import VERSION, Action, PolicyDecision, decide_by_rules
from rag.policy.guard import Guard, decide

__all__ = ["VERSION", "Action", "Guard", "PolicyDecision", "decide", "decide_by_rules"]
