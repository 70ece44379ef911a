"""The character embedder: crops of heads in, identity, face, quality and expression out."""
