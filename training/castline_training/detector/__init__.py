"""The one-stage face and head detector: data, network, loss, training, export."""
