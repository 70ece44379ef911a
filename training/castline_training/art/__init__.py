"""Loaders of openly licensed drawings and labelled film frames that may be trained on."""
