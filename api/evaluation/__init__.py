"""What the evaluation harness measures: a desk in this process, or a service over HTTP.

Both are a `rag.evaluation.target.Target` and give the same payloads, to the byte but for ids and
times, and the same words when they fail.
"""
