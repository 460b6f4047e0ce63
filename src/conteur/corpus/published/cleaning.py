"""What is done to the text of an encyclopedia: little, and the same in every language.

- NFC, LF line ends; runs of spaces become one (a template that was removed leaves two), none at the end of a line;
- at most one empty line in a row;
- headings at the end under which nothing stands any more (see also, references, external links) are removed;
- the title is the first line, an empty line follows.
"""

import re
import unicodedata

from conteur.corpus.documents import SEPARATOR

_SPACES = re.compile(r"[ \t\u00a0\u202f]*[ \t][ \t\u00a0\u202f]*")  # a lone no-break space is typography, and stays
_EMPTY_LINES = re.compile(r"\n{3,}")
_LONGEST_HEADING = 60  # characters
_PROSE_CHARACTERS = 80  # a line of so many is prose, whatever its script calls a full stop
_CLOSERS = "\"'»”’)]} "
_END_OF_SENTENCE = ".!?…:;。！？．؟۔।॥።"


def clean_article(title: str, text: str) -> str:
    """Return title and text as one document; only the title when no text is left."""
    body = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    lines = (_SPACES.sub(" ", line).strip() for line in body.split("\n"))
    body = _EMPTY_LINES.sub("\n\n", "\n".join(line for line in lines if line != SEPARATOR)).strip()
    paragraphs = body.split("\n\n")
    while paragraphs and _is_bare_heading(paragraphs[-1]):
        paragraphs.pop()
    name = " ".join(unicodedata.normalize("NFC", title).split())
    return "\n\n".join([name, *paragraphs]).strip()


def is_list(document: str) -> bool:
    """Tell whether less than half of an article is prose, as in a list of titles or of what a title may mean.

    A line is prose if it ends as a sentence does, or is longer than an entry of a list.
    """
    lines = document.split("\n")[1:]
    prose = sum(len(line) for line in lines if _is_prose(line))
    return 2 * prose < sum(map(len, lines))


def _is_bare_heading(paragraph: str) -> bool:
    return len(paragraph) <= _LONGEST_HEADING and "\n" not in paragraph and not _ends_a_sentence(paragraph)


def _is_prose(line: str) -> bool:
    return len(line) >= _PROSE_CHARACTERS or (_ends_a_sentence(line) and not line.endswith((";", ":")))


def _ends_a_sentence(line: str) -> bool:
    return line.rstrip(_CLOSERS).endswith(tuple(_END_OF_SENTENCE))
