"""What is published under ``/data/``: the explainer's data in formats that other programs read."""
