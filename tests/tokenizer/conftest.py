"""Texts that the tests of the tokenizer share, and one tokenizer trained on them."""

import random

import hypothesis
import pytest

from conteur.tokenizer import Tokenizer, train_bpe

hypothesis.settings.register_profile("any machine", deadline=None)  # a busy one is slow, which is no mistake
hypothesis.settings.load_profile("any machine")

ENGLISH = """An old fox lived by the river. "I'll share my bread," he said; they'd not believe him and didn't stay.
The mill turned 12 times on the 3rd of May 1847; nobody knew why. Nobody ever asked the miller's daughter, either.
The children laughed, shared the bread, and laughed again until the moon rose over the river and the mill.
"""
FRENCH = """Il était une fois, près de l'étang, un héron très âgé qui n'avait plus d'amis ; « où êtes-vous ? »
L'été passa, l'hiver vint, et le héron s'en alla vers le Sud. Ça n'était ni la première ni la dernière fois.
Qu'est-ce qu'un ami ? C'est celui qui reste lorsque les autres s'en vont, répondit la grenouille de l'étang.
"""
NAUGHTY = [
    "",
    " ",
    "\n",
    "\x00",
    "a\x00b",
    "\x1c\x1d\x1e\x1f",
    "x\x1cy",
    "\x0b\x0c\x85\u00a0\u2028\u2029\u3000\u200b\ufeff",
    "  leading and trailing  ",
    "tabs\tand\r\nline\n\n\nfeeds\r",
    "end \n",
    "end\n ",
    "1 12 123 1234 12345678",
    "½ ² Ⅷ ٣٤٥ 一二三",
    "it's IT'S we'll WE'LL they'd I'm you're I've 'tis l'été",
    "'ſ 'ſx \u212a 'K 'ß",
    "<pad><unk><bos><eos> <|endoftext|>\n<|endoftext|>",
    "e\u0301 \u00e9 \u1e9b\u0323 ﬁ",
    "🦊🐻\u200d❄️ 👩🏽\u200d🚀🇫🇷",
    "日本語と中文與한국어 ไทย العَرَبِيَّة עִברִית हिन्दी",
    "\U0001d504 \U00010348 \ufffd \uffff \U0010ffff",
    "!?!?... --- ###\n\n### ''' \"\"\" `~@#$%^&*()_+-=[]{}|;:,./<>\\",
    "Ġ Ċ ĉ Ā",
    "a" * 1000,
    " " * 1000,
    "ab" * 500,
]


def ties(seed: int) -> str:
    """Make words of few letters, ASCII and not, so that most pairs share their count with others."""
    draw = random.Random(seed)
    return " ".join("".join(draw.choices("abé ñ0!\n日\x00", k=draw.randrange(1, 9))) for _ in range(400))


CORPORA = {
    "english": [ENGLISH, ENGLISH[::-1]],
    "french": [FRENCH, FRENCH.upper()],
    "mixed scripts": [ENGLISH, FRENCH, *NAUGHTY],
    "many ties": [ties(1), ties(2)],
}


@pytest.fixture(scope="session", params=["gpt2", "gpt4"])
def tokenizer(request: pytest.FixtureRequest) -> Tokenizer:
    return train_bpe([ENGLISH, FRENCH], vocab_size=500, split_pattern=request.param)


@pytest.fixture(scope="session")
def naughty() -> list[str]:
    return NAUGHTY


@pytest.fixture(scope="session", params=CORPORA.values(), ids=CORPORA)
def corpus(request: pytest.FixtureRequest) -> list[str]:
    return request.param
