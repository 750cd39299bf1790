"""What a full text tells of its own study: design, phase, people, size, condition, status."""
