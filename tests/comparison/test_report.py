"""The comparison as a whole: its results, its JSON and its table."""

import json
from dataclasses import replace

from conteur.comparison import as_table, speeds, write_report

KINDS = ["conteur_bpe", "sentencepiece_bpe", "sentencepiece_unigram"]


def test_sizes_come_in_their_order_and_ours_first_in_each(results):
    assert [(result.asked_vocab_size, result.name) for result in results] == [
        (size, name) for size in (310, 330) for name in KINDS
    ]


def test_a_larger_vocabulary_packs_more_bytes_into_a_token(results):
    by_size = {size: results[i : i + 3] for i, size in ((0, 310), (3, 330))}
    for small, large in zip(by_size[310], by_size[330], strict=True):
        assert small.train.bytes_per_token < large.train.bytes_per_token
        assert small.validation.bytes_per_token < small.train.bytes_per_token  # control: not the same text twice


def test_every_validation_document_comes_back(results):
    assert [result.documents_back for result in results] == [1.0] * 6


def test_the_pieces_joined_are_the_sentence(results):
    for result in results:
        assert "".join(result.pieces) == "The fox costs $5, not $6."


def read(results, tmp_path):
    write_report(results, "A sentence.", "0" * 64, tmp_path / "tokenizers.json")
    return json.loads((tmp_path / "tokenizers.json").read_text(encoding="utf-8"))


def test_the_report_holds_size_tokenizer_and_measure(results, tmp_path):
    report = read(results, tmp_path)
    assert list(report) == ["data_sha256", "vocab_310", "vocab_330", "sentence", "sentence_split"]
    assert list(report["vocab_310"]) == KINDS
    ours = report["vocab_330"]["conteur_bpe"]
    assert ours["vocab_size"] == 330
    assert ours["train"]["bytes_per_token"] == float(f"{results[3].train.bytes_per_token:.4g}")
    assert ours["naughty_texts_back"] == ours["naughty_texts"] == 25
    assert report["vocab_310"]["sentencepiece_bpe"]["naughty_texts_lost"] == ["sentencepiece's space"]
    assert "".join(report["sentence_split"]["vocab_310"]["conteur_bpe"]) == "The fox costs $5, not $6."


def test_text_stands_in_lists_which_dvc_takes_for_no_metric(results, tmp_path):
    def texts(value):
        return sum(map(texts, value.values())) if isinstance(value, dict) else isinstance(value, str)

    assert texts(read(results, tmp_path)) == 1  # data_sha256


def test_speeds_are_in_the_table_and_not_in_the_report(results, tmp_path):
    slower = [replace(result, train_mb_per_s=0.123, encode_mb_per_s=45.6) for result in results]
    assert read(results, tmp_path) == read(slower, tmp_path)
    table = as_table(slower)
    assert table.isascii()
    assert "0.1" in table.splitlines()[1] and "45.6" in table.splitlines()[1]
    assert "45.6" not in as_table(results)  # control


def test_the_table_has_a_line_for_each_result_in_columns(results):
    lines = as_table(results).splitlines()
    assert len(lines) == 1 + len(results)
    assert len({len(line) for line in lines}) == 1
    assert lines[1].split()[:2] == ["310", "conteur_bpe"]


def test_what_was_looked_at_stands_in_the_report_as_rows(results, tmp_path):
    ours = read(results, tmp_path)["vocab_330"]["conteur_bpe"]
    assert [row[0] for row in ours["tokens_per_word_by_length"]] == [*map(str, range(1, 12)), "12+"]
    assert ours["tokens_per_word_by_frequency"][-1][0] == "never seen"
    assert ours["tokens_per_damage"][2] == ["accents removed", float(f"{results[3].by_noise['accents removed']:.4g}")]
    assert ours["tokens_in_common"][0] == ["conteur_bpe", 1.0]
    assert ours["longest_tokens"] == list(results[3].longest)
    assert ours["most_useful_tokens"][0][0] == results[3].most_useful[0].text
    assert dict(ours["tokens_by_language"])["Hindi"] == results[3].by_language["Hindi"]


def test_speeds_for_mlflow_name_tokenizer_and_size(results):
    found = speeds([replace(results[0], train_mb_per_s=3.0, encode_mb_per_s=4.0)])
    assert found == {"tokenizer_train_mb_per_s/conteur_bpe_310": 3.0, "tokenizer_encode_mb_per_s/conteur_bpe_310": 4.0}
