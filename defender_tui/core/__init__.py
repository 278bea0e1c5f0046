"""Words and rules of the domain: pure, no await, no clock, no files, no sockets."""
