"""What operators see of a running service: metrics, log lines and traces, none with a question."""
