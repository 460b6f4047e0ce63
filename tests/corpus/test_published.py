"""Published corpora: the splits that their publishers made, or ours by hash; no more downloaded than is needed."""

import hashlib
import io
import json
import os
import random
import subprocess
import sys
import unicodedata

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conteur.corpus import read_documents, write_corpus
from conteur.corpus.download import cache
from conteur.corpus.published import shakespeare, tinystories, wikipedia
from conteur.corpus.published.cleaning import clean_article, is_list
from conteur.corpus.splits import is_validation
from conteur.errors import UserError


def stories(seed, count):
    rng = random.Random(seed)
    words = ["fox", "bear", "river", "bread", "song", "moon", "hat", "door", "friend", "garden"]
    return [f"Story {seed}.{n}.\n\n" + " ".join(rng.choices(words, k=30)) + "." for n in range(count)]


def parquet(row_group_size=7, **columns):
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, row_group_size=row_group_size)
    return file.getvalue()


@pytest.fixture
def corpus(hub, data_params, tmp_path):
    """Write a corpus from the hub; return its facts, and its training and validation documents."""

    def write(**changes):
        facts = write_corpus(data_params(**changes), tmp_path / "raw", tmp_path / "cache")
        assert facts == json.loads((tmp_path / "raw" / "source.json").read_text(encoding="utf-8"))
        return facts, *(list(read_documents(tmp_path / "raw" / f"{split}.txt")) for split in ("train", "validation"))

    return write


def paths_asked(hub):
    return [path.split("/resolve/")[1].partition("/")[2] for name, path, _ in hub.seen if name == "home"]


# --- TinyStories ---


@pytest.fixture
def tiny_hub(hub, monkeypatch):
    """A hub with 100 training and 30 validation stories, of which one stands in both, and pins that fit them."""
    training, validation = stories(1, 100), stories(2, 30)
    training[40] = validation[20]
    for name, texts in (("TRAINING", training), ("VALIDATION", validation)):
        content = "".join(f"{text}\n<|endoftext|>\n" for text in texts).encode("utf-8")
        path = getattr(tinystories, name)[0]
        hub.files[path] = content
        monkeypatch.setattr(tinystories, name, (path, len(content), hashlib.sha256(content).hexdigest()))
    return hub, training[:40] + training[41:], validation


def test_tinystories_keeps_both_splits_but_for_what_stands_in_both(tiny_hub, corpus, capsys):
    hub, training, validation = tiny_hub
    facts, train, held_out = corpus(dataset="tinystories", max_documents=0)
    assert (train, held_out) == (training, validation)
    assert facts["duplicates"] == 1
    assert (facts["revision"], facts["licence"]) == (tinystories.REVISION, "CDLA-Sharing-1.0")
    assert {file["name"]: file["sha256"] for file in facts["files"]} == {
        path: hashlib.sha256(content).hexdigest() for path, content in hub.files.items()
    }
    said = capsys.readouterr().err
    assert "note: TinyStories V2 by Ronen Eldan and Yuanzhi Li" in said
    assert "Licence: CDLA-Sharing-1.0" in said
    assert "1 training documents equal one of the validation split" in said


def test_fewer_tinystories_are_the_first_of_each_split(tiny_hub, corpus):
    _, training, validation = tiny_hub
    _, train, held_out = corpus(dataset="tinystories", max_documents=20, validation_fraction=0.2)
    assert (train, held_out) == (training[:16], validation[:4])
    # Number 40 equals a validation story that is not taken yet: it must not come and go with max_documents.
    _, train, held_out = corpus(dataset="tinystories", max_documents=50, validation_fraction=0.1)
    assert (train, held_out) == (training[:45], validation[:5])


def test_what_was_downloaded_outlives_the_outs(tiny_hub, corpus, tmp_path):
    hub, *_ = tiny_hub
    first = corpus(dataset="tinystories", max_documents=0)
    for file in (tmp_path / "raw").iterdir():
        file.unlink()
    hub.seen.clear()
    assert corpus(dataset="tinystories", max_documents=0) == first
    assert hub.seen == []


def test_the_space_for_all_copies_is_checked_before_the_first_byte(tiny_hub, corpus, monkeypatch):
    hub, *_ = tiny_hub
    total = sum(map(len, hub.files.values()))
    monkeypatch.setattr(cache.shutil, "disk_usage", lambda _: type("", (), {"free": 3 * total - 1}))
    with pytest.raises(UserError, match=r"3 copies, in \.cache, in data/raw and in DVC's cache; free some space"):
        corpus(dataset="tinystories", max_documents=0)
    assert hub.seen == []


# --- Tiny Shakespeare ---


def test_shakespeare_is_cut_between_speeches_and_split_by_hash(hub, corpus, monkeypatch):
    speeches = [f"SPEAKER {n}:\n" + "O " * (3 + 37 * n % 300) + "!" for n in range(400)]
    content = ("\n\n".join(speeches) + "\n").encode("utf-8")
    hub.files["input.txt"] = content
    for name, value in {
        "URL": f"{hub.cdn}/input.txt",
        "SIZE": len(content),
        "SHA256": hashlib.sha256(content).hexdigest(),
    }.items():
        monkeypatch.setattr(shakespeare, name, value)
    facts, train, held_out = corpus(dataset="tiny-shakespeare", max_documents=0)
    assert facts["licence"] == "public domain"
    assert not any(is_validation(text, 0.2) for text in train)
    assert all(is_validation(text, 0.2) for text in held_out)
    every = sorted(train + held_out, key=lambda text: int(text.split()[1].rstrip(":")))
    assert "\n\n".join(every).encode("utf-8") + b"\n" == content
    assert all(2000 <= len(text) < 2700 for text in every[:-1])
    _, few_train, few_held_out = corpus(dataset="tiny-shakespeare", max_documents=11)
    assert sorted([*few_train, *few_held_out]) == sorted(every[:11])


# --- WikiText ---

ARTICLE = [
    *("", " = The Fox = \n", "", " A fox @-@ like thing . \n", ""),
    *(" = 2 x = \n", " is no title . \n", " = 3 y = \n", ""),  # no empty line after the one, before the other
    *(" = = Life = = \n", "", " It lives . \n", ""),
]
OTHER = ["", " = A = B = \n", "", " An equation as title . \n"]


def test_wikitext_articles_are_made_whole_across_files(hub, corpus):
    folder = "wikitext-103-raw-v1"
    hub.files |= {
        f"{folder}/train-00000-of-00002.parquet": parquet(text=ARTICLE[:3], row_group_size=2),
        f"{folder}/train-00001-of-00002.parquet": parquet(text=[*ARTICLE[3:], *OTHER]),
        f"{folder}/validation-00000-of-00001.parquet": parquet(text=["", " = Held = \n", "", " Out . \n", *OTHER]),
    }
    facts, train, held_out = corpus(dataset="wikitext-103", max_documents=0)
    whole = "The Fox\n\n A fox @-@ like thing . \n = 2 x = \n is no title . \n = 3 y = \n = = Life = = \n It lives ."
    assert train == [whole]
    assert held_out == ["Held\n\n Out .", "A = B\n\n An equation as title ."]
    assert facts["duplicates"] == 1
    assert [file["name"] for file in facts["files"]] == [f"{folder}/validation-00000-of-00001.parquet"] + [
        f"{folder}/train-0000{n}-of-00002.parquet" for n in (0, 1)
    ]


# --- Wikipedia ---


def page(number):
    return f"Page {number}", f"Page {number} is about something.\n\n" + f"It goes on and on, {number} times. " * 20


def fill(hub, language, shards, per_shard=20):
    """Put shards of pages 0, 1, 2 ... on the hub, as Wikimedia names them."""
    for shard in range(shards):
        titles, texts = zip(*(page(shard * per_shard + n) for n in range(per_shard)), strict=True)
        name = f"20231101.{language}/train-{shard:05d}-of-{shards:05d}.parquet"
        hub.files[name] = parquet(id=list(titles), title=list(titles), text=list(texts))
    return [name for name in hub.files if f".{language}/" in name]


def test_wikipedia_downloads_no_more_files_than_it_needs_and_later_only_those_missing(hub, corpus):
    names = fill(hub, "fr", 17)
    few_facts, *few = corpus(dataset="wikipedia-fr", max_documents=15)
    assert paths_asked(hub) == names[:1]
    assert sum(map(len, few)) == 15
    hub.seen.clear()
    facts, *many = corpus(dataset="wikipedia-fr", max_documents=45)
    assert paths_asked(hub) == names[1:3]
    assert sum(map(len, many)) == 45
    for before, after in zip(few, many, strict=True):
        assert after[: len(before)] == before
    assert [file["name"] for file in facts["files"]] == names[:3]
    assert facts["files"][:1] == few_facts["files"]
    assert facts["licence"].startswith("CC BY-SA")
    assert many[0][0] == clean_article(*page(0))


def test_a_run_that_ended_in_the_second_file_goes_on_there_and_had_left_nothing_half_written(hub, corpus, tmp_path):
    names = fill(hub, "fr", 17)
    second = hub.files.pop(names[1])
    with pytest.raises(UserError, match="404"):
        corpus(dataset="wikipedia-fr", max_documents=30)
    assert list((tmp_path / "raw").iterdir()) == []
    hub.files[names[1]] = second
    hub.seen.clear()
    corpus(dataset="wikipedia-fr", max_documents=30)
    assert paths_asked(hub) == [names[1]]


def test_another_language_is_looked_up_on_the_hub_once(hub, corpus):
    names = fill(hub, "br", 2)
    address = f"/api/datasets/wikimedia/wikipedia/tree/{wikipedia.REVISION}/20231101.br"
    hub.listings[address] = [{"type": "file", "path": name} for name in [*reversed(names), "20231101.br/README.md"]]
    facts, train, held_out = corpus(dataset="wikipedia-br", max_documents=0)
    assert len(train) + len(held_out) == 40
    assert [file["name"] for file in facts["files"]] == names
    hub.seen.clear()
    corpus(dataset="wikipedia-br", max_documents=0)
    assert hub.seen == []


@pytest.mark.parametrize("listed", [None, []])
def test_a_language_without_wikipedia_is_named(hub, corpus, listed):
    if listed is not None:
        hub.listings[f"/api/datasets/wikimedia/wikipedia/tree/{wikipedia.REVISION}/20231101.qqq"] = listed
    with pytest.raises(UserError, match="there is no Wikipedia in 'qqq'"):
        corpus(dataset="wikipedia-qqq")


def test_lists_and_short_articles_are_left_out_and_counted(hub, corpus, capsys):
    pages = [page(n) for n in range(30)]
    pages[3] = ("Mercury", "Mercury may be:\n\n" + "\n".join(f" the {n}th thing of this name" for n in range(20)))
    pages[4] = ("Stub", "It is short.")
    pages[5] = ("Empty", " \n\n References \n\n")
    fill(hub, "fr", 17)
    titles, texts = zip(*pages, strict=True)
    hub.files["20231101.fr/train-00000-of-00017.parquet"] = parquet(title=list(titles), text=list(texts))
    facts, train, held_out = corpus(dataset="wikipedia-fr", max_documents=27, min_characters=100)
    assert facts["left_out"] == {"too_short": 2, "lists": 1}
    assert not {"Mercury", "Stub", "Empty"} & {text.split("\n")[0] for text in train + held_out}
    assert "2 articles under data.min_characters and 1 lists were left out" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Né le  à Paris.\r\nMort.", "Né le à Paris.\nMort."),
        ("Ils disent\u00a0: «\u00a0oui\u00a0».", "Ils disent\u00a0: «\u00a0oui\u00a0»."),
        (" One. \n \n\n\n Two. \n", "One.\n\nTwo."),
        ("Text.\n\nVoir aussi \n\nLiens externes \n \n", "Text."),
        ("Text.\n\nWorks\nOne\nTwo\n\nReferences", "Text.\n\nWorks\nOne\nTwo"),
        ("Text.\n\nHe said: \u201cyes.\u201d", "Text.\n\nHe said: \u201cyes.\u201d"),
        ("One.\n<|endoftext|>\nTwo.", "One.\nTwo."),
        (unicodedata.normalize("NFD", "Une école."), "Une école."),
    ],
)
def test_cleaning_is_light(text, cleaned):
    assert clean_article(" L'E\u0301t\u00e9 ", text) == f"L'\u00c9t\u00e9\n\n{cleaned}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Mercury may be:\na planet;\na god;\na metal", True),
        ("This is about towns.\n\n" + "Name of a town\n" * 9, True),
        ("A town. It lies by a river.\n\nPeople\n\nOne\nTwo", False),
        ("這個城市位於河邊。\n\n人口很多。", False),
        ("no full stop in this script " * 6, False),
    ],
)
def test_a_list_has_less_prose_than_entries(body, expected):
    assert is_list(f"Title\n\n{body}") == expected


READ_BIG = """
import sys
import pyarrow
from conteur.corpus.parquet import read_columns
print(sum(len(text) for (text,) in read_columns(sys.argv[1], ["text"])), pyarrow.default_memory_pool().max_memory())
"""


@pytest.mark.parametrize("row_group_size", [6000, 100])
def test_rows_are_read_in_bounded_memory_whatever_the_row_groups(tmp_path, row_group_size):
    path = tmp_path / "big.parquet"
    rng = random.Random(1)
    texts = [rng.randbytes(5000).hex() for _ in range(6000)]
    pq.write_table(pa.table({"text": texts}), path, row_group_size=row_group_size, use_dictionary=False)
    command = [sys.executable, "-c", READ_BIG, str(path)]
    answer = subprocess.run(command, env=os.environ | {"PYTHONPATH": "src"}, capture_output=True, encoding="utf-8")
    characters, most = map(int, answer.stdout.split())
    assert characters == 60_000_000
    assert most < 40_000_000
