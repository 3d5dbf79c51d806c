"""Comparison: answers, instruments and editions of the law beside each other."""
