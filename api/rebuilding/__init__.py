"""A build that the operator starts over HTTP: in a process of its own, told of by a file."""
