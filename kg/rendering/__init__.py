"""Rendering: one proof in the forms in which people and programs want it."""
