"""Training code of Castline's default models: drawn data, face detector, embedder."""
