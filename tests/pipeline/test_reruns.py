"""What reruns after which edit: twelve edits, each with exactly its stages."""

import pytest

from tests.pipeline.conftest import Project

DOWNLOAD, TOKENIZER, COMPARE = "download", "train_tokenizer", "compare_tokenizers"
TOKENIZE, TRAIN, EVALUATE, SAMPLE = "tokenize", "train", "evaluate", "sample"
AFTER_TRAINING = [EVALUATE, SAMPLE]


def comment(file: str):
    """Append a comment to a file: the bytes change, what it does not."""

    def edit(project: Project) -> None:
        path = project.path / file
        path.write_text(path.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8", newline="\n")

    return edit


def param(key: str, value: object):
    return lambda project: project.set_params({key: value})


@pytest.mark.parametrize(
    ("edit", "stages"),
    [
        pytest.param(lambda project: None, [], id="nothing"),
        pytest.param(param("sample.temperature", 0.5), [SAMPLE], id="sample.temperature"),
        pytest.param(param("evaluate.batch_size", 8), [EVALUATE], id="evaluate.batch_size"),
        pytest.param(param("train.learning_rate", 0.002), [TRAIN, *AFTER_TRAINING], id="train.learning_rate"),
        pytest.param(param("model.norm.kind", "layernorm"), [TRAIN, *AFTER_TRAINING], id="model.norm.kind"),
        pytest.param(param("seed", 2), [TRAIN, *AFTER_TRAINING], id="seed"),
        pytest.param(param("comparison.sentence", "A fox."), [COMPARE], id="comparison.sentence"),
        pytest.param(
            param("tokenizer.vocab_size", 310),
            [TOKENIZER, COMPARE, TOKENIZE, TRAIN, *AFTER_TRAINING],
            id="tokenizer.vocab_size",
        ),
        pytest.param(
            param("data.seed", 2),
            [DOWNLOAD, TOKENIZER, COMPARE, TOKENIZE, TRAIN, *AFTER_TRAINING],
            id="data.seed",
        ),
        # Edits of code: a comment in a package reruns its stages, and stops where the outs come out the same.
        pytest.param(
            comment("src/conteur/corpus/splits.py"), [DOWNLOAD, TOKENIZER, COMPARE, TOKENIZE], id="corpus code"
        ),
        pytest.param(comment("src/conteur/training/loop.py"), [TRAIN], id="training code"),
        pytest.param(comment("src/conteur/generation/generate.py"), [SAMPLE], id="generation code"),
        pytest.param(comment("src/conteur/tracking/run.py"), [], id="tracking code"),
    ],
)
def test_an_edit_reruns_exactly_its_stages(done_project, edit, stages):
    edit(done_project)
    assert done_project.repro() == sorted(stages)


def test_a_changed_file_of_ones_own_is_seen(done_project):
    own = done_project.path / "data" / "own" / "tales.txt"
    own.write_text(
        "\n<|endoftext|>\n".join(f"Tale {n} of a fox and a crow." for n in range(300)), encoding="utf-8", newline="\n"
    )
    done_project.set_params({"data.dataset": "files", "data.max_documents": 0, "tokenizer.vocab_size": 280})
    assert "download" in done_project.repro("tokenize")
    assert done_project.repro("tokenize") == []
    own.write_text(own.read_text(encoding="utf-8") + "\n<|endoftext|>\nOne more.\n", encoding="utf-8", newline="\n")
    assert "download" in done_project.repro("tokenize")
