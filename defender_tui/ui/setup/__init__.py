"""The guided registration's parts."""
