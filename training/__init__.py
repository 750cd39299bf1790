"""Making the weights of proposed designs (see README.md); nothing here runs in the service."""
