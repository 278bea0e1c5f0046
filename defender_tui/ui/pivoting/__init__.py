"""From an incident to hunting, and back again with what was found."""
