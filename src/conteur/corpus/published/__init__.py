"""Published corpora, each of a fixed revision, downloaded once: TinyStories, Wikipedia, Tiny Shakespeare, WikiText."""

from conteur.corpus.published.shakespeare import TinyShakespeareSource
from conteur.corpus.published.tinystories import TinyStoriesSource
from conteur.corpus.published.wikipedia import WikipediaSource
from conteur.corpus.published.wikitext import WikiTextSource

__all__ = ["TinyShakespeareSource", "TinyStoriesSource", "WikiTextSource", "WikipediaSource"]
