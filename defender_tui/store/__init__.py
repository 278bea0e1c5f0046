"""This user's disk and keyring."""
