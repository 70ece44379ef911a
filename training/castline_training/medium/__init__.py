"""Drawn or photographed: a small network that tells what a face is made of. LOG.md has its figures."""
