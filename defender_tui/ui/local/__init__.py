"""Open results and files as tables of queries that go to no API."""
