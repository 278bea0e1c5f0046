"""Registering an application: the steps, the scripts that take them, and customers' consent."""
