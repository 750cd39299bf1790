"""Pages for readers, made on the server: plain HTML that needs no script."""
