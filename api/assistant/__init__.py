"""The desk as a server of the Model Context Protocol: staff ask it from their own assistants."""
