"""Conteur: train a small GPT-style language model from scratch, and see every step of it."""
