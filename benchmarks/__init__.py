"""Commands that print the figures the project reports. Never run by the tests."""
