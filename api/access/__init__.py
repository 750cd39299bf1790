"""Who asks, and how much: callers, keys, tokens, origins, rates and queues."""
