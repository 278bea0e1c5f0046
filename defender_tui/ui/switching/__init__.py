"""Going to another profile or tenant, from anywhere."""
