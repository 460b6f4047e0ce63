"""Presets: every one fits the schema and builds its model; laying one over params.yaml keeps all else as it was."""

import json
import re
import shutil
import subprocess
import sys
from functools import cache
from itertools import product
from pathlib import Path

import pytest
import torch
import yaml

from conteur.commands.preset import listing, names, overlaid, purpose
from conteur.errors import UserError
from conteur.model import Transformer
from conteur.params import ProjectParams, load_params, parse_params

ROOT = Path(__file__).parents[2]
PRESETS = sorted((ROOT / "presets").glob("*.yaml"))
DEFAULTS = (ROOT / "params.yaml").read_text(encoding="utf-8")


def with_preset(name: str) -> ProjectParams:
    return parse_params(overlaid(DEFAULTS, ROOT / "presets" / f"{name}.yaml"), name)


@cache
def over_the_defaults(preset: Path) -> str:
    return overlaid(DEFAULTS, preset)


def model_of(params: ProjectParams) -> Transformer:
    with torch.device("meta"):
        return Transformer(params.model, params.tokenizer.vocab_size)


def flat(values: dict, parents: str = "") -> dict:
    found = {}
    for key, value in values.items():
        found |= flat(value, f"{parents}{key}.") if isinstance(value, dict) else {parents + key: value}
    return found


def comments(text: str) -> list[str]:
    return [line.partition(" # ")[2].strip() for line in text.splitlines() if " # " in line]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda path: path.stem)
def test_a_preset_fits_the_schema_and_builds_its_model(preset):
    params = with_preset(preset.stem)
    ids = torch.zeros(1, params.model.context_length, dtype=torch.long, device="meta")
    assert model_of(params)(ids).shape == (1, params.model.context_length, params.tokenizer.vocab_size)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda path: path.stem)
def test_a_preset_says_what_it_is_for(preset):
    assert preset.read_text(encoding="utf-8").startswith("# ")
    assert 20 < len(purpose(preset)) < 120


@pytest.mark.parametrize("preset", PRESETS, ids=lambda path: path.stem)
def test_comments_order_and_all_other_values_survive(preset):
    after = overlaid(DEFAULTS, preset)
    assert comments(after) == comments(DEFAULTS) and len(comments(after)) > 50
    assert list(flat(yaml.safe_load(after))) == list(flat(yaml.safe_load(DEFAULTS)))
    changes = flat(yaml.safe_load(preset.read_text(encoding="utf-8")))
    assert flat(yaml.safe_load(after)) == flat(yaml.safe_load(DEFAULTS)) | changes


@pytest.mark.parametrize("preset", PRESETS, ids=lambda path: path.stem)
def test_a_preset_gives_the_same_whichever_came_before(preset):
    wanted = parse_params(over_the_defaults(preset), preset.stem)
    for before in PRESETS:
        after = overlaid(over_the_defaults(before), preset)
        assert parse_params(after, f"{preset.stem} after {before.stem}") == wanted, before.stem
    assert overlaid(over_the_defaults(preset), preset) == over_the_defaults(preset)  # nor is it spelt otherwise


THE_PERSONS = {  # keys that no preset sets, as they are about a machine, about own files, or to be drawn or liked
    *("train.device", "train.precision", "train.processes", "train.activation_checkpointing", "evaluate.device"),
    *("model.attention_backend", "tokenizer.path", "data.path", "data.pattern", "data.text_field", "data.separator"),
    *("seed", "sample.seed", "sample.strategy", "sample.temperature", "sample.top_k", "sample.top_p"),
    "sample.max_new_tokens",
}


def test_fables_is_params_yaml_as_it_comes_but_for_what_is_the_persons():
    fables = ROOT / "presets" / "fables.yaml"
    assert over_the_defaults(fables) == DEFAULTS
    named = flat(yaml.safe_load(fables.read_text(encoding="utf-8")))
    assert set(flat(yaml.safe_load(DEFAULTS))) - set(named) == THE_PERSONS


SIZES = {  # parameters, embeddings of the preset's own vocabulary included
    "gpt2-124m": 124_439_808,  # Hugging Face's gpt2 counts as many
    "rope-384": 13_768_320,
    "sinusoidal-512": 24_035_328,
    "tinystories-15m": 14_486_784,
}


@pytest.mark.parametrize("default", ["gpt2-124m", "shakespeare-local", "tinystories-15m"])  # as unlike as can be
@pytest.mark.parametrize("name", SIZES)
def test_known_recipes_keep_their_model_whatever_the_defaults_are(name, default, monkeypatch):
    wanted = with_preset(name).model
    monkeypatch.setattr("conteur.commands.preset.DEFAULT", default)
    params = with_preset(name)
    unread = {"buckets", "max_distance"} | ({"base"} if wanted.position.kind == "learned" else set())
    without = {"position": unread}
    assert params.model.model_dump(exclude=without) == wanted.model_dump(exclude=without)
    assert model_of(params).n_parameters() == SIZES[name]


def test_the_sizes_that_the_presets_tell_are_those_of_their_models():
    told = {path.stem: re.search(r"([\d.]+) M parameters", purpose(path)) for path in PRESETS}
    told = {name: found[1] for name, found in told.items() if found}
    assert len(told) == 6
    for name, millions in told.items():
        decimals = len(millions.partition(".")[2])
        assert f"{model_of(with_preset(name)).n_parameters() / 1e6:.{decimals}f}" == millions, name


def test_the_tales_in_french_are_asked_for_in_french():
    params, plain = with_preset("fables-fr"), parse_params(DEFAULTS, "params.yaml")
    assert (params.data.language, params.model) == ("fr", plain.model)
    assert not set(params.sample.prompts) & set(plain.sample.prompts) - {""}
    assert params.comparison.sentence != plain.comparison.sentence


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# x\nmodel:\n  d_modle: 3\n", "line 3: model.d_modle: params.yaml has no such key"),
        ("# x\nmodle:\n  d_model: 3\n", "line 2: modle: params.yaml has no such key"),
        ("# x\nmodel: 3\n", "line 2: model: this is a section"),
        ("# x\nseed:\n  of: 3\n", "line 2: seed: this is a value"),
        ("# x\nmodel: [\n", "not valid YAML"),
        ("# x\n", "holds no keys"),
    ],
)
def test_a_mistake_in_a_preset_is_one_line_that_names_the_file(tmp_path, text, says):
    preset = tmp_path / "mine.yaml"
    preset.write_text(text, encoding="utf-8", newline="\n")
    with pytest.raises(UserError) as error:
        overlaid(DEFAULTS, preset)
    assert str(error.value).startswith(preset.as_posix()) and says in str(error.value) and "\n" not in str(error.value)


# --- the program, in a git repository of its own ---


@pytest.fixture
def folder(tmp_path):
    shutil.copy(ROOT / "params.yaml", tmp_path)
    shutil.copytree(ROOT / "presets", tmp_path / "presets")
    for command in (
        ["init", "--quiet"],
        ["add", "."],
        ["-c", "user.name=Test", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", "start"],
    ):
        subprocess.run(["git", "-c", "core.autocrlf=false", *command], cwd=tmp_path, check=True)
    return tmp_path


@pytest.fixture
def preset(folder, monkeypatch, capsys):
    """Return a function that runs the program in the folder; gives what it printed, or raises its `UserError`."""
    from conteur.commands import preset as program

    monkeypatch.chdir(folder)

    def run(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["preset", *arguments])
        program.main()
        return capsys.readouterr().out

    return run


def test_a_preset_is_laid_over_and_the_difference_shown(preset, folder):
    said = preset("gpt2-124m")
    assert load_params(folder / "params.yaml") == with_preset("gpt2-124m")
    removed, added = ([line for line in said.splitlines() if line.startswith(sign)] for sign in ("-  ", "+  "))
    before, after = flat(yaml.safe_load(DEFAULTS)), flat(yaml.safe_load((folder / "params.yaml").read_bytes()))
    assert len(removed) == len(added) == sum(before[key] != after[key] for key in before) > 15
    assert any(line.startswith("+  d_model: 768 ") for line in added)
    assert "the way back: git checkout params.yaml" in said
    assert not list(folder.glob("*.part"))
    subprocess.run(["git", "checkout", "--quiet", "params.yaml"], check=True)
    assert load_params(folder / "params.yaml") == load_params(ROOT / "params.yaml")


def test_the_same_preset_again_is_no_edit_to_be_afraid_of(preset):
    preset("fables-fr")
    assert "has the values of fables-fr already" in preset("fables-fr")


def test_edits_that_are_not_committed_stay_unless_forced(preset, folder):
    path = folder / "params.yaml"
    mine = DEFAULTS.replace("seed: 1 ", "seed: 7 ", 1)
    assert mine != DEFAULTS
    path.write_text(mine, encoding="utf-8", newline="\n")
    with pytest.raises(UserError, match=r"not committed.*--force"):
        preset("fables-fr")
    assert path.read_text(encoding="utf-8") == mine
    assert "the way back, but not to the edits" in preset("fables-fr", "--force")
    params = load_params(path)
    assert (params.seed, params.data.language) == (7, "fr")


def test_what_the_schema_refuses_is_not_written(preset, folder):
    (folder / "presets/odd.yaml").write_text("# Odd.\nmodel:\n  n_heads: 7\n", encoding="utf-8", newline="\n")
    with pytest.raises(UserError, match=r"params.yaml with presets/odd.yaml, line \d+: model: .*n_heads=7"):
        preset("odd")
    assert (folder / "params.yaml").read_text(encoding="utf-8") == DEFAULTS


def test_a_preset_as_overrides_is_what_hydra_reads_back(preset, folder):
    from dvc.utils.hydra import apply_overrides

    prompts = "\n  prompts:\n  - ''\n  - It's 'a \\ fox', [so] it goes = {x}\n  - \\'\\\\'\\\n  - \"Two\\nlines\"\n"
    text = f"# Odd.\nseed: 5\ndata:\n  path: C:\\texts\\\nmodel:\n  dropout: 0.00001\nsample:{prompts}"
    (folder / "presets/odd.yaml").write_text(text, encoding="utf-8", newline="\n")
    after_another = over_the_defaults(ROOT / "presets" / "gpt2-124m.yaml")
    for name, before in product(("odd", "fables-fr", "sinusoidal-512"), (DEFAULTS, after_another)):
        path = folder / "params.yaml"
        path.write_text(before, encoding="utf-8", newline="\n")
        overrides = json.loads(preset(name, "--as-overrides"))
        assert path.read_text(encoding="utf-8") == before
        apply_overrides(str(path), overrides)
        wanted = parse_params(overlaid(DEFAULTS, folder / "presets" / f"{name}.yaml"), name)
        assert load_params(path) == wanted


@pytest.mark.parametrize("arguments", [[], ["odd"], ["odd", "--as-overrides"]])
def test_a_preset_that_is_not_utf_8_is_one_line_that_names_the_byte(preset, folder, arguments):
    (folder / "presets/odd.yaml").write_bytes("# Été.\nseed: 5\n".encode("cp1252"))
    with pytest.raises(UserError, match=r"^presets/odd\.yaml is not UTF-8 at byte 2; save it as UTF-8$"):
        preset(*arguments)


@pytest.mark.parametrize("arguments", [["fables-fr"], ["fables-fr", "--as-overrides"]])
def test_a_mistake_in_params_yaml_itself_is_told_first(preset, folder, arguments):
    (folder / "params.yaml").write_text(DEFAULTS + "data: [\n", encoding="utf-8", newline="\n")
    with pytest.raises(UserError, match=r"params\.yaml, line \d+: not valid YAML"):
        preset(*arguments)


def test_without_git_it_works_and_says_that_there_is_no_way_back(preset, folder, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    (folder / ".git").rename(folder / "no-git")
    said = preset("fables-fr")
    assert load_params(folder / "params.yaml").data.language == "fr"
    assert "nothing brings the values from before back" in said


def test_comments_inside_a_list_that_stays_stay_too(preset, folder):
    text = DEFAULTS.replace("  - ''\n", "  - ''  # anything\n").replace("  strategy:", "  # how to draw\n  strategy:")
    (folder / "params.yaml").write_text(text, encoding="utf-8", newline="\n")
    preset("gpt2-124m", "--force")
    after = (folder / "params.yaml").read_text(encoding="utf-8")
    assert "  - ''  # anything\n" in after and "  # how to draw\n" in after


def test_a_preset_as_overrides_may_need_another_one_to_fit(preset, folder):
    """`exp --preset odd -S model.n_heads=4` is checked as a whole, by what lays both over params.yaml."""
    (folder / "presets/odd.yaml").write_text("# Odd.\nmodel:\n  n_heads: 7\n", encoding="utf-8", newline="\n")
    assert json.loads(preset("odd", "--as-overrides")) == ["model.n_heads=7"]


def test_an_unknown_name_names_the_known_ones(preset):
    with pytest.raises(UserError, match=r"no preset 'gpt3'.*fables-fr, gpt2-124m, rope-384, shakespeare-local, sin"):
        preset("gpt3")


def test_without_a_name_they_are_listed(preset):
    said = preset()
    assert said == listing() + "\n"
    for name in names():
        assert f"{name} " in said and purpose(Path("presets") / f"{name}.yaml") in said
    assert "git checkout params.yaml" in said
