"""The user's own files: what is read, in which order, and what each mistake in them says."""

import json
import tracemalloc
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conteur.corpus import write_corpus
from conteur.corpus.files import FilesSource, text
from conteur.errors import UserError
from conteur.files import sha256_of

NO_CACHE = Path("nowhere")  # of downloads: these sources need none


@pytest.fixture
def own(tmp_path):
    """A folder of the user's, to be filled by `put`."""
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def put(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def put_parquet(path, columns, row_group_size=2):
    pq.write_table(pa.table(columns), path, row_group_size=row_group_size)
    return path


@pytest.fixture
def source(data_params):
    def make(path, **changes):
        values = {"dataset": "files", "separator": "##", "max_documents": 0, **changes}
        return FilesSource(data_params(path=str(path), **values))

    return make


@pytest.fixture
def documents(source):
    def read(path, **changes):
        return [document.text for document in source(path, **changes).documents()]

    return read


@pytest.fixture
def mistake(documents):
    """Return the one line that says why `path` cannot be read."""

    def read(path, **changes):
        with pytest.raises(UserError) as caught:
            documents(path, **changes)
        line = str(caught.value)
        assert "\n" not in line
        return line

    return read


def test_documents_of_a_text_are_cut_at_separator_lines(own, documents):
    file = put(own / "a.txt", "##\none\n\n  two ## lines\n##\n\n##\n##x\nlast\n")
    assert documents(file) == ["one\n\n  two ## lines", "##x\nlast"]
    assert documents(file, separator="") == ["##\none\n\n  two ## lines\n##\n\n##\n##x\nlast"]


def test_a_text_without_its_separator_is_one_document_and_that_is_said(own, source):
    put(own / "a.txt", "one\ntwo")
    put(own / "b.txt", "three\n##\nfour")
    put(own / "c.txt", "five")
    reader = source(own)
    assert [document.text for document in reader.documents()] == ["one\ntwo", "three", "four", "five"]
    (note,) = reader.notes()
    assert note.startswith("no line of a.txt and 1 more is data.separator='##'")
    whole = source(own, separator="")
    assert len(list(whole.documents())) == 3
    assert whole.notes() == []


def test_line_ends_and_byte_order_marks_are_normalised(own, documents, monkeypatch):
    monkeypatch.setattr(text, "_BLOCK_BYTES", 5)  # a CR and its LF fall into two blocks
    file = put(own / "a.txt", b"\xef\xbb\xbfo\r\nne\r\n##\r\ntwo\rlines\n##\nthr\xc3\xa9\xc3\xa9\r\n")
    assert documents(file) == ["o\nne", "two\nlines", "thréé"]


def test_a_folder_is_read_in_order_of_code_points_without_hidden_and_other_files(own, documents):
    for name in ("b.txt", "C.TXT", "a/z.txt", "é.txt", "README.md", ".hidden.txt", ".git/x.txt", "Z/1.txt"):
        put(own / name, name)
    assert documents(own) == ["C.TXT", "Z/1.txt", "a/z.txt", "b.txt", "é.txt"]
    assert documents(own, pattern="[bé]*") == ["b.txt", "é.txt"]
    assert documents(own, pattern="a/*") == ["a/z.txt"]


def test_the_first_documents_are_taken_and_later_files_stay_closed(own, source):
    put(own / "a.txt", "one\n##\ntwo")
    put(own / "b.txt", "three\n##\nfour")
    put(own / "c.txt", b"\xff broken")
    reader = source(own, max_documents=3)
    assert [document.text for document in reader.documents()] == ["one", "two", "three"]
    assert [file["name"] for file in reader.facts()["files"]] == ["a.txt", "b.txt"]
    lazily = source(own).documents()
    assert [document.text for document in islice(lazily, 4)] == ["one", "two", "three", "four"]
    with pytest.raises(UserError, match=r"c\.txt"):
        next(lazily)


def test_equal_documents_are_taken_once_and_counted(own, source):
    put(own / "a.txt", "one\n##\ntwo\n##\none\n")
    put(own / "b.txt", " two \n##\nthree")
    reader = source(own)
    assert [document.text for document in reader.documents()] == ["one", "two", "three"]
    assert reader.facts()["duplicates"] == 2
    assert reader.notes() == ["2 documents equal an earlier one and were left out"]


def test_source_json_names_the_files_relative_to_the_path(own, data_params, tmp_path):
    file = put(own / "deep" / "a.txt", "\n##\n".join(map(str, range(50))))
    facts = write_corpus(data_params(dataset="files", path=str(own), separator="##"), tmp_path / "raw", NO_CACHE)
    assert facts["files"] == [{"name": "deep/a.txt", "bytes": file.stat().st_size, "sha256": sha256_of(file)}]
    assert (facts["dataset"], facts["revision"], facts["licence"]) == ("files", None, None)
    assert facts["splits"]["train"]["entropy_bits"] is None
    assert str(tmp_path) not in (tmp_path / "raw" / "source.json").read_text(encoding="utf-8")


def test_fields_of_jsonl_are_read(own, documents):
    file = put(own / "a.JSONL", '{"text": "one\\r\\nline", "id": 1}\r\n\n{"text": "\\u00e9t\\u00e9 \\ud83d\\ude00"}\n')
    assert documents(file) == ["one\nline", "été \U0001f600"]
    other = put(own / "b.jsonl", '{"story": "tale"}')
    assert documents(other, text_field="story") == ["tale"]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())], ids=str)
def test_a_column_of_parquet_is_read_over_all_row_groups(own, documents, kind):
    texts = ["one", "two", "three", "four", "five"]
    file = put_parquet(own / "a.parquet", {"id": range(5), "text": pa.array(texts).cast(kind)})
    assert documents(file) == texts


def test_a_long_text_is_streamed(own, source):
    line = "x" * 999
    with (own / "a.txt").open("w", encoding="utf-8", newline="\n") as file:
        for number in range(24_000):
            file.write(f"{number}{line}\n##\n")
    reader = source(own).documents()
    next(reader)
    tracemalloc.start()
    try:
        count = 1 + sum(1 for _ in islice(reader, 23_998))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 23_999
    assert peak < 10_000_000  # of 24 MB


@pytest.mark.parametrize("cut", [0, 1, 2])
def test_the_offset_of_a_byte_that_is_not_utf8_is_exact(own, mistake, monkeypatch, cut):
    monkeypatch.setattr(text, "_BLOCK_BYTES", 64)
    before = b"a" * cut + "é€".encode() * 100  # characters of two and three bytes, across the blocks
    line = mistake(put(own / "a.txt", before + b"\xff and more"))
    assert "a.txt: not UTF-8 at byte " + str(len(before)) in line
    assert "save the file as UTF-8" in line
    nul = mistake(put(own / "b.txt", before + b"\0"))
    assert f"b.txt: byte {len(before)} is NUL" in nul


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.txt", b"", "a.txt is empty"),
        ("a.txt", b" \n\t\r\n", "there is no text in"),
        ("a.txt", "text".encode("utf-16"), "a UTF-16 file; save it as UTF-8"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "a.txt: byte 8 is NUL"),
        ("a.txt", b"caf\xe9", "a.txt: not UTF-8 at byte 3"),
        ("a.txt", b"caf\xc3", "a.txt: not UTF-8 at byte 3"),
        ("a.txt", b"one\n##\ntwo\n<|endoftext|>\nthree", "a.txt, document 2: a line of it is <|endoftext|>"),
        ("a.jsonl", b'{"text": "a"}\n{"text": \n', "a.jsonl, line 2: not JSON"),
        ("a.jsonl", b'["text"]', "a.jsonl, line 1: a list and not an object"),
        ("a.jsonl", b'{"id": 1, "body": "a"}', "no field 'text'; set data.text_field to one of those there: id, body"),
        ("a.jsonl", b'{"text": 7}', "field 'text' is no text but 7"),
        ("a.jsonl", b'{"text": null}', "field 'text' is no text but null"),
        ("a.jsonl", b'\n{"text": "a\\ud800b"}', "line 2: \\ud800 in field 'text' is half a character"),
        ("a.jsonl", b"[" * 100_000, "a.jsonl, line 1: JSON nested too deep"),
        ("a.jsonl", b'{"text": "a\\n<|endoftext|>\\nb"}', "a.jsonl, document 1: a line of it is <|endoftext|>"),
        ("a.jsonl", b"caf\xe9", "a.jsonl: not UTF-8 at byte 3"),
        ("a.parquet", b"PAR1 and no more", "a.parquet: cannot be read as Parquet"),
        ("a.md", b"text", "a.md is not a .txt, .jsonl or .parquet file"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(own, mistake, name, content, complaint):
    assert complaint in mistake(put(own / name, content))


def test_a_parquet_without_the_column_or_with_no_text_in_it_says_why(own, mistake):
    file = put_parquet(own / "a.parquet", {"id": [1, 2], "body": ["a", None]})
    assert "a.parquet: no column 'text'; set data.text_field to one of those there: id, body" in mistake(file)
    assert "column 'id' holds int64 and not text" in mistake(file, text_field="id")
    assert "a.parquet, row 2: column 'body' is empty (null)" in mistake(file, text_field="body")


def test_a_parquet_that_was_cut_short_says_so(own, mistake):
    file = put_parquet(own / "a.parquet", {"text": [json.dumps(list(range(100)))] * 10})
    file.write_bytes(file.read_bytes()[:-40])
    assert "a.parquet: cannot be read as Parquet" in mistake(file)


def test_a_path_that_leads_nowhere_says_what_to_do(own, mistake):
    assert "nowhere is not there; put your text there" in mistake(own / "nowhere")
    assert "a glob goes into data.pattern" in mistake(own / "*.txt")
    put(own / "README.md", "read me")
    assert "no .txt, .jsonl or .parquet file in" in mistake(own)
    put(own / "a.txt", "text")
    assert "data.pattern='*.jsonl'" in mistake(own, pattern="*.jsonl")
    assert "is not a glob relative to data.path" in mistake(own, pattern="/etc/*")


def test_a_separator_of_two_lines_is_refused(own, mistake):
    put(own / "a.txt", "text")
    assert "data.separator: holds a line break" in mistake(own, separator="\n\n")
