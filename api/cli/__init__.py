"""The command line, `refdesk`."""
