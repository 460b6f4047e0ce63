"""transformers and our models compute the same, in both directions; random weights, so that nothing is fetched."""

import json

import pytest
import torch
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
)

from conteur.commands import export as command
from conteur.commands.trained import MODEL, TOKENIZER
from conteur.errors import UserError
from conteur.export import export_model, import_model
from conteur.files import sha256_of
from conteur.model import Transformer, save_model, weights_of
from conteur.tokenizer import save_tokenizer, train_bpe
from tests.model.conftest import build, model_params, position

TEXT = ["The fox told a tale of the old oak.", "A tale is told; the oak listens, and the fox sleeps."] * 3
GPT2 = {
    "n_kv_heads": 6,
    "position": position("learned"),
    "attention": {"window": 0, "qk_norm": False, "value_residual": False},
    "norm": {"kind": "layernorm", "eps": 1.0e-5, "gain": True, "embedding": False},
    "ffn": {"kind": "gelu"},
}
LLAMA = {"bias": False, "attention": {"window": 0, "qk_norm": False, "value_residual": False}}
QWEN3 = {"bias": False}
OURS = {
    "gpt2": (GPT2, "GPT2LMHeadModel"),
    "gpt2-untied": (GPT2 | {"tie_embeddings": False}, "GPT2LMHeadModel"),
    "llama": (LLAMA, "LlamaForCausalLM"),
    "llama-untied": (LLAMA | {"tie_embeddings": False}, "LlamaForCausalLM"),
    "qwen3": (QWEN3, "Qwen3ForCausalLM"),
}


def gpt2(tied: bool = True) -> GPT2LMHeadModel:
    sizes = {"n_embd": 24, "n_layer": 3, "n_head": 6, "n_inner": 40, "n_positions": 19, "vocab_size": 37}
    return GPT2LMHeadModel(GPT2Config(**sizes, initializer_range=0.3, tie_word_embeddings=tied))


def llama(tied: bool = False, config=LlamaConfig, model=LlamaForCausalLM):
    return model(
        config(
            hidden_size=24,
            num_hidden_layers=3,
            num_attention_heads=6,
            num_key_value_heads=2,
            head_dim=4,
            intermediate_size=40,
            max_position_embeddings=19,
            vocab_size=37,
            initializer_range=0.3,
            rms_norm_eps=1e-4,
            rope_parameters={"rope_type": "default", "rope_theta": 77.0},
            tie_word_embeddings=tied,
        )
    )


THEIRS = {
    "gpt2": gpt2,
    "gpt2-untied": lambda: gpt2(tied=False),
    "llama": llama,
    "llama-tied": lambda: llama(tied=True),
    "qwen3": lambda: llama(config=Qwen3Config, model=Qwen3ForCausalLM),
}


def randomised(model: torch.nn.Module) -> torch.nn.Module:
    """No weight keeps a value, such as 1 or 0, that another one could stand in for."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.2)
    return model.eval()


@pytest.mark.parametrize("theirs", THEIRS.values(), ids=THEIRS)
def test_a_model_of_theirs_gives_its_logits_here(theirs, tmp_path):
    torch.manual_seed(1)
    theirs = randomised(theirs())
    theirs.save_pretrained(tmp_path)
    ours = import_model(tmp_path)
    ids = torch.randint(37, (2, 19))
    with torch.no_grad():
        torch.testing.assert_close(ours(ids), theirs(ids).logits, rtol=1e-4, atol=1e-5)
    assert ours.n_parameters() == theirs.num_parameters()


def small_tokenizer():
    return train_bpe(TEXT, vocab_size=280, split_pattern="gpt4")


@pytest.mark.parametrize(("params", "name"), OURS.values(), ids=OURS)
def test_a_model_of_ours_gives_its_logits_there_and_comes_back(params, name, tmp_path):
    ours = build(**params)
    assert export_model(ours, small_tokenizer(), tmp_path) == name
    theirs = AutoModelForCausalLM.from_pretrained(tmp_path)
    assert type(theirs).__name__ == name
    ids = torch.randint(37, (2, 19))
    with torch.no_grad():
        torch.testing.assert_close(theirs(ids).logits, ours(ids), rtol=1e-4, atol=1e-5)
    back = import_model(tmp_path)
    assert all(torch.equal(back.state_dict()[key], value) for key, value in ours.state_dict().items())
    assert back.params.model_dump(exclude={"position", "dropout"}) == ours.params.model_dump(
        exclude={"position", "dropout"}
    )


def test_their_generation_continues_as_ours(tmp_path):
    from conteur.generation import generate, greedy

    ours = build(**LLAMA)
    export_model(ours, small_tokenizer(), tmp_path)
    theirs = AutoModelForCausalLM.from_pretrained(tmp_path)
    prompt = [3, 1, 4]
    wanted = list(generate(ours, prompt, greedy, max_new_tokens=12, key=(1, 1)))
    found = theirs.generate(
        torch.tensor([prompt]), attention_mask=torch.ones(1, 3), max_new_tokens=12, do_sample=False, pad_token_id=0
    )
    assert found[0, 3:].tolist() == wanted


def test_the_tokenizer_beside_it_gives_our_ids(tmp_path):
    tokenizer = small_tokenizer()
    export_model(build(**LLAMA), tokenizer, tmp_path)
    theirs = AutoTokenizer.from_pretrained(tmp_path)
    assert theirs(TEXT[1])["input_ids"] == tokenizer.encode(TEXT[1])
    assert theirs.eos_token_id == tokenizer.eos_id
    assert theirs.decode(tokenizer.encode(TEXT[1])) == TEXT[1]


def test_weights_in_openais_own_names_are_taken(tmp_path):
    from safetensors.torch import load_file, save_file

    theirs = randomised(gpt2())
    theirs.save_pretrained(tmp_path)
    file = tmp_path / "model.safetensors"
    weights = {name.removeprefix("transformer."): weight.clone() for name, weight in load_file(file).items()}
    weights["h.0.attn.bias"] = torch.ones(1, 1, 19, 19).tril()  # the causal mask, which those files hold
    save_file(weights, file)
    ids = torch.randint(37, (2, 7))
    with torch.no_grad():
        torch.testing.assert_close(import_model(tmp_path)(ids), theirs(ids).logits, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"ffn": {"kind": "relu2"}}, r"nearest, Qwen3ForCausalLM, but for .*model.ffn.kind=relu2 \(it has swiglu\)"),
        (
            {"attention": {"window": 5, "qk_norm": True, "value_residual": False}},
            r"model.attention.window=5 \(it has 0\)",
        ),
        (GPT2 | {"n_kv_heads": 2, "bias": True}, r"GPT2LMHeadModel, but for model.n_kv_heads=2 \(it has 6\)"),
    ],
)
def test_a_model_that_nobody_else_computes_is_refused_with_the_reason(changes, says, tmp_path):
    with pytest.raises(UserError, match=says):
        export_model(build(**{"bias": False} | changes), small_tokenizer(), tmp_path)
    assert not list(tmp_path.iterdir())


def edited(folder, **changes) -> None:
    file = folder / "config.json"
    values = json.loads(file.read_text(encoding="utf-8")) | changes
    file.write_text(json.dumps(values), encoding="utf-8", newline="\n")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"model_type": "mamba"}, "model_type is mamba; known here: gpt2, llama, qwen3"),
        ({"hidden_act": "gelu"}, "hidden_act is gelu; here it is silu"),
        ({"rope_parameters": {"rope_type": "yarn", "rope_theta": 1e4}}, "rope_type is yarn"),
        ({"rope_parameters": None, "rope_scaling": {"type": "linear", "factor": 4.0}}, "rope_type is linear"),
        ({"intermediate_size": 44}, "has the shape"),
        ({"num_hidden_layers": 4}, "model.layers.3.input_layernorm.weight is not among the weights"),
        ({"num_hidden_layers": 2}, "has no place in this model"),
        ({"hidden_size": "wide"}, "unsupported operand"),
    ],
)
def test_a_folder_that_is_not_ours_to_compute_is_one_line(changes, says, tmp_path):
    llama().save_pretrained(tmp_path)
    edited(tmp_path, **changes)
    with pytest.raises(UserError, match=says) as error:
        import_model(tmp_path)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("setting", "value"), [("scale_attn_weights", False), ("scale_attn_by_inverse_layer_idx", True)]
)
def test_a_gpt2_that_scales_its_attention_otherwise_is_refused(setting, value, tmp_path):
    gpt2().save_pretrained(tmp_path)
    edited(tmp_path, **{setting: value})
    with pytest.raises(UserError, match=f"{setting} is {value}; here it is {not value}"):
        import_model(tmp_path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UserError, match=r"config.json is missing"):
        import_model(tmp_path)


def test_the_presets_gpt2_and_llama_are_those_architectures():
    from conteur.export.folder import GPT2 as ARCHITECTURE
    from conteur.export.folder import LLAMA as LLAMA_ARCHITECTURE
    from tests.commands.test_preset import with_preset

    assert ARCHITECTURE.obstacles(with_preset("gpt2-124m").model) == []
    assert LLAMA_ARCHITECTURE.obstacles(with_preset("tinystories-15m").model) == []


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return a function that leaves a trained model as the stages do, in a folder that is the current one."""
    monkeypatch.chdir(tmp_path)

    def make(**params) -> None:
        tokenizer = small_tokenizer()
        save_tokenizer(tokenizer, TOKENIZER)
        model = Transformer(model_params(**params), tokenizer.vocab_size)
        weights = weights_of(model)
        save_model(model, MODEL, best=weights, last=weights, tokenizer_sha256=sha256_of(TOKENIZER))

    return make


def test_the_task_says_how_to_load_what_it_wrote(project, monkeypatch, capsys):
    project(**LLAMA)
    monkeypatch.setattr("sys.argv", ["export"])
    command.main()
    assert "models/huggingface holds a LlamaForCausalLM and its tokenizer" in capsys.readouterr().out
    assert AutoModelForCausalLM.from_pretrained("models/huggingface").config.vocab_size == 280
    assert len(AutoTokenizer.from_pretrained("models/huggingface")) == 280


def test_the_task_leaves_nothing_of_a_model_that_it_cannot_write(project, monkeypatch, tmp_path):
    project(position=position("none"))
    monkeypatch.setattr("sys.argv", ["export", "--directory", "there"])
    with pytest.raises(UserError, match=r"model.position.kind=none"):
        command.main()
    assert not (tmp_path / "there").exists()
