"""Results on the screen: which ones are open, and work on their rows."""
