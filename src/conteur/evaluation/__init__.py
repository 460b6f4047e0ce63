"""What a trained model is worth: loss, perplexity, bits per byte, accuracy."""

from conteur.evaluation.report import write_evaluation
from conteur.evaluation.score import Score, score

__all__ = ["Score", "score", "write_evaluation"]
