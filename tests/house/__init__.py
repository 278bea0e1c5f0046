"""The rules of the house, each as a test that lists its offenders."""
