"""How good the desk is, as figures: suites of cases, judges, metrics, comparison and gate.

Nothing here speaks HTTP: a `Target` (rag/evaluation/target.py) is handed in, and both the target
in this process and the one over HTTP give the payloads of the contract, so that one judge serves
both. A case goes suite -> target -> judge -> `CaseResult`; results become metrics, a report, a
comparison or a gate.
"""
