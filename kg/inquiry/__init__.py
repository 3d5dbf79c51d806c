"""Inquiry: what to ask next, and the interview that asks it."""
