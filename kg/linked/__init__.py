"""Linked data: the law graph queried, and written for other tools."""
