"""The people, machines and incidents of the sandbox, grown from one seed."""
