"""Cut text into pretokens, the pieces that no merge may cross: roughly words with the space before them."""

from collections.abc import Callable, Iterator

import regex

# As tiktoken defines r50k_base (gpt2) and cl100k_base (gpt4), with one change that alters no split: `\p{N}{1,3}` is
# not possessive, because Oniguruma, with which Hugging Face reads our tokenizer.json, takes `{1,3}+` for a group that
# repeats and would keep 12345 whole. `\s++$` has to stay possessive: `$` is also true before a line feed, where and
# when depends on the engine, but after white space that gives nothing back it can only be the end of the text.
SPLIT_PATTERNS = {
    "gpt2": r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s",
    "gpt4": (
        r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*+"
        r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
    ),
    "none": r"[\s\S]+",  # a document is one pretoken, and tokens may cross words
}


def splitter(split_pattern: str) -> Callable[[str], list[str]]:
    """Return the function that cuts a text into pretokens; joined again they are the text.

    split_pattern: a key of SPLIT_PATTERNS, or the regular expression of another tokenizer, which may leave gaps.

    Letters and digits are those of the Unicode version that the `regex` module knows. `regex` rather than `re`: `re`
    has no `\\p{L}`, and counts U+001C to U+001F as white space, which neither tiktoken nor Oniguruma does.
    """
    if split_pattern in SPLIT_PATTERNS:
        return regex.compile(SPLIT_PATTERNS[split_pattern]).findall
    pattern = regex.compile(split_pattern)
    return lambda text: list(_matches_and_gaps(pattern, text))


def check_pattern(pattern: str) -> None:
    """Raise a ValueError if the regular expression `pattern` is none to `regex`."""
    try:
        regex.compile(pattern)
    except regex.error as error:
        raise ValueError(f"the split pattern {pattern!a} is not understood: {error}") from None


def _matches_and_gaps(pattern: regex.Pattern, text: str) -> Iterator[str]:
    end = 0
    for match in pattern.finditer(text):
        yield from filter(None, (text[end : match.start()], match.group()))
        end = match.end()
    if end < len(text):
        yield text[end:]
