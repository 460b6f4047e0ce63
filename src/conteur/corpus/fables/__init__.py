"""Tales made by a probabilistic grammar of our own, in English or French, to any size, with their exact entropy."""

from conteur.corpus.fables.source import FablesSource, grammar_of

__all__ = ["FablesSource", "grammar_of"]
