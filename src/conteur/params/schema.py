"""What params.yaml may hold: names, types and bounds, in the order of the file. The values stand only there.

A knob that belongs to one variant (`position.base` to rope and sinusoidal) stays in the file whichever variant is
chosen, so that `dvc exp run -S model.position.kind=learned` needs no other edit.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, field_validator, model_validator

N_SPECIAL_TOKENS = 4  # <pad>, <unk>, <bos>, <eos>
MIN_VOCAB_SIZE = 256 + N_SPECIAL_TOKENS
DATASETS = ("fables", "files", "tinystories", "tiny-shakespeare", "wikitext-2", "wikitext-103")  # and wikipedia-XX

Fraction = Annotated[float, Field(gt=0, lt=1)]
VocabSize = Annotated[int, Field(ge=MIN_VOCAB_SIZE, le=2**20)]
PositiveInt = Annotated[int, Field(gt=0)]
Count = Annotated[int, Field(ge=0)]
CountOrAll = Count  # 0 takes all


def _positive_or_auto(value: Any) -> int | str:
    if value == "auto" or (type(value) is int and value > 0):
        return value
    raise ValueError(f"should be a whole number greater than 0, or auto, not {value!r}")


# One validator, not a union: a union would tell a mistake twice, and name its branches.
PositiveIntOrAuto = Annotated[int | str, PlainValidator(_positive_or_auto)]
Device = Literal["auto", "cuda", "mps", "cpu"]
Seed = Annotated[int, Field(ge=0, lt=2**63)]


def word_of_switch(value: object) -> object:
    """Take YAML 1.1's booleans for the words they were: `dvc exp run -S` writes 'off' without its quotes."""
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else value


class Params(BaseModel):
    """One section: frozen, no unknown key, no silent conversion (`"3"` is not 3, 2.0 is not 2), no NaN."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class DataParams(Params):
    dataset: str
    language: Literal["en", "fr"]
    seed: Seed
    path: Annotated[str, Field(min_length=1)]
    pattern: Annotated[str, Field(min_length=1)]
    text_field: Annotated[str, Field(min_length=1)]
    separator: str
    max_documents: CountOrAll
    min_characters: Count
    validation_fraction: Fraction

    @field_validator("dataset")
    @classmethod
    def the_dataset_is_known(cls, dataset: str) -> str:
        if dataset in DATASETS or re.fullmatch(r"wikipedia-[a-z][a-z0-9-]*", dataset):
            return dataset
        raise ValueError(
            f"there is no dataset {dataset!r}; known: {', '.join(DATASETS)}, and wikipedia-XX with XX the code of any "
            "language, such as wikipedia-fr"
        )

    @model_validator(mode="after")
    def fables_have_no_end(self) -> "DataParams":
        if self.dataset == "fables" and self.max_documents == 0:
            raise ValueError("max_documents=0 takes all documents, and there is no end of fables; give a number")
        return self


class TokenizerParams(Params):
    kind: Literal["train", "gpt2", "file"]
    path: Annotated[str, Field(min_length=1)]
    vocab_size: VocabSize
    split_pattern: Literal["gpt2", "gpt4", "none"]
    min_frequency: PositiveInt
    max_bytes: CountOrAll


class ComparisonParams(Params):
    vocab_sizes: Annotated[list[VocabSize], Field(min_length=1)]
    max_bytes: CountOrAll
    sentence: Annotated[str, Field(min_length=1)]

    @field_validator("vocab_sizes")
    @classmethod
    def each_size_is_there_once(cls, sizes: list[int]) -> list[int]:
        if twice := [size for size in sizes if sizes.count(size) > 1]:
            raise ValueError(f"{twice[0]} is there twice; remove one")
        return sizes


class PositionParams(Params):
    kind: Literal["rope", "learned", "sinusoidal", "relative", "none"]
    base: Annotated[float, Field(gt=1)]
    buckets: Annotated[int, Field(ge=2)]
    max_distance: PositiveInt

    @model_validator(mode="after")
    def the_farthest_bucket_is_far(self) -> "PositionParams":
        if self.max_distance <= self.buckets // 2:
            raise ValueError(
                f"max_distance={self.max_distance} leaves nothing to the farther half of buckets={self.buckets}; "
                f"set it above {self.buckets // 2}"
            )
        return self


class AttentionParams(Params):
    window: CountOrAll
    qk_norm: bool
    value_residual: bool


class NormParams(Params):
    kind: Literal["rmsnorm", "layernorm"]
    gain: bool
    embedding: bool
    eps: Annotated[float, Field(gt=0, lt=1)]


class FfnParams(Params):
    kind: Literal["swiglu", "gelu", "relu2"]


class ModelParams(Params):
    d_model: PositiveInt
    n_layers: PositiveInt
    n_heads: PositiveInt
    n_kv_heads: PositiveInt
    d_ff: PositiveInt
    context_length: Annotated[int, Field(ge=2)]
    dropout: Annotated[float, Field(ge=0, lt=1)]
    bias: bool
    tie_embeddings: bool
    bigrams: Count
    init: Literal["copying", "zero", "gpt2"]
    attention_backend: Literal["auto", "plain", "fused"]
    position: PositionParams
    attention: AttentionParams
    norm: NormParams
    ffn: FfnParams

    @property
    def d_head(self) -> int:
        return self.d_model // self.n_heads

    @model_validator(mode="after")
    def token_embeddings_have_the_scale_of_the_stream(self) -> "ModelParams":
        if self.attention.value_residual and not self.norm.embedding:
            raise ValueError(
                "attention.value_residual=true adds token embeddings to the normed stream; set norm.embedding to true"
            )
        return self

    @model_validator(mode="after")
    def heads_divide_the_width(self) -> "ModelParams":
        if self.d_model % self.n_heads:
            in_pairs = 2 if self.position.kind == "rope" else 1
            below, above = nearest_multiples(self.d_model, in_pairs * self.n_heads)
            raise ValueError(
                f"d_model={self.d_model} is not a multiple of n_heads={self.n_heads}; set it to {below} or {above}"
            )
        if self.n_heads % self.n_kv_heads:
            raise ValueError(
                f"n_heads={self.n_heads} is not a multiple of n_kv_heads={self.n_kv_heads}; "
                f"set n_kv_heads to a divisor of {self.n_heads}"
            )
        if self.position.kind == "rope" and self.d_head % 2:
            raise ValueError(
                f"rope turns pairs of features, and d_model / n_heads = {self.d_head} is odd; "
                f"set d_model to {self.d_model + self.n_heads}"
            )
        if self.position.kind == "sinusoidal" and self.d_model % 2:
            raise ValueError(f"sinusoidal positions need an even d_model, not {self.d_model}")
        return self


class ScheduleParams(Params):
    kind: Literal["cosine", "linear", "wsd", "constant"]
    decay_fraction: Fraction
    final_fraction: Annotated[float, Field(ge=0, le=1)]


class OptimizerParams(Params):
    kind: Literal["muon", "adamw"]
    matrix_learning_rate: Annotated[float, Field(gt=0)]
    momentum: Annotated[float, Field(ge=0, lt=1)]
    beta1: Annotated[float, Field(ge=0, lt=1)]
    beta2: Annotated[float, Field(ge=0, lt=1)]
    weight_decay: Annotated[float, Field(ge=0)]


class TrainParams(Params):
    device: Device
    precision: Literal["auto", "fp32", "bf16", "fp16"]
    compile: Annotated[Literal["auto", "on", "off"], BeforeValidator(word_of_switch)]
    activation_checkpointing: bool
    processes: PositiveInt
    batch_size: PositiveInt
    micro_batch_size: PositiveIntOrAuto
    max_steps: PositiveInt
    learning_rate: Annotated[float, Field(gt=0)]
    warmup_steps: Count
    schedule: ScheduleParams
    optimizer: OptimizerParams
    clip_norm: Annotated[float, Field(ge=0)]
    z_loss: Annotated[float, Field(ge=0)]
    eval_every: PositiveInt
    eval_tokens: PositiveInt
    checkpoint_every_s: Annotated[float, Field(gt=0)]

    @model_validator(mode="after")
    def micro_batches_fill_the_batch(self) -> "TrainParams":
        at_once = self.processes * (1 if self.micro_batch_size == "auto" else self.micro_batch_size)
        if self.batch_size % at_once:
            below, above = nearest_multiples(self.batch_size, at_once)
            of = f"micro_batch_size={self.micro_batch_size}"
            times, lower = (f" times processes={self.processes}", " or processes") if self.processes > 1 else ("", "")
            raise ValueError(
                f"batch_size={self.batch_size} is not a multiple of {of}{times}; "
                f"set batch_size to {below} or {above}, or lower micro_batch_size{lower}"
            )
        return self

    @model_validator(mode="after")
    def warm_up_ends_before_training_does(self) -> "TrainParams":
        if self.warmup_steps >= self.max_steps:
            raise ValueError(
                f"warmup_steps={self.warmup_steps} leaves nothing of max_steps={self.max_steps}; "
                f"set it to {self.max_steps - 1} or less"
            )
        return self


class EvaluateParams(Params):
    device: Device
    batch_size: PositiveInt
    max_tokens: CountOrAll


class SampleParams(Params):
    prompts: Annotated[list[str], Field(min_length=1)]
    strategy: Literal["greedy", "temperature", "top_k", "top_p"]
    temperature: Annotated[float, Field(gt=0)]
    top_k: PositiveInt
    top_p: Annotated[float, Field(gt=0, le=1)]
    max_new_tokens: PositiveInt
    seed: Seed


class ProjectParams(Params):
    seed: Seed
    data: DataParams
    tokenizer: TokenizerParams
    comparison: ComparisonParams
    model: ModelParams
    train: TrainParams
    evaluate: EvaluateParams
    sample: SampleParams


def nearest_multiples(number: int, divisor: int) -> tuple[int, int]:
    """Return the positive multiples of `divisor` just below and just above `number`."""
    below = max(number // divisor, 1) * divisor
    return below, below + divisor
