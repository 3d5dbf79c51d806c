"""Official texts: read from the disk of whoever owns them, and laid beside the provisions."""
