"""Stage evaluate: how well the model predicts the validation text."""

from pathlib import Path

import torch

from conteur.errors import run_program
from conteur.evaluation import score, write_evaluation
from conteur.files import sha256_of
from conteur.model import BEST, choose_device, load_model
from conteur.params import load_params
from conteur.tokenizer import load_tokenizer
from conteur.tokens import open_ids, open_starts, read_meta, scoring_windows
from conteur.tracking import flatten, run_of_model

TOKENS = Path("data/tokens")
TOKENIZER = Path("models/tokenizer/tokenizer.json")
MODEL = Path("models/model")
REPORTS = Path("reports")


def main() -> None:
    params = load_params()
    meta = read_meta(TOKENS)
    device = choose_device(params.evaluate.device, "evaluate.device")
    model = load_model(MODEL, meta.tokenizer_sha256).to(device)
    tokenizer = load_tokenizer(TOKENIZER)
    token_bytes = torch.tensor([len(tokenizer.token_bytes(token)) for token in range(tokenizer.vocab_size)])
    windows = scoring_windows(
        open_ids(TOKENS, "validation", meta),
        open_starts(TOKENS, "validation", meta),
        model.params.context_length,
        params.evaluate.batch_size,
        params.evaluate.max_tokens,
    )
    metrics = write_evaluation(score(model, windows, token_bytes), meta.validation, REPORTS)
    sha256 = sha256_of(MODEL / BEST)
    with run_of_model(sha256, f"{params.data.dataset}-{sha256[:6]}", corpus_sha256=meta.train.text_sha256) as run:
        run.log_params(flatten(params))
        run.log_metrics({f"evaluation/{name}": value for name, value in metrics.items()})
        run.log_comparison(REPORTS / "tokenizers.json")
    print(
        f"validation loss {metrics['loss_nats']:.3f} nats per token, perplexity {metrics['perplexity']:.2f}, "
        f"{metrics['bits_per_byte']:.3f} bits per byte: {REPORTS.as_posix()}/evaluation.json"
    )


if __name__ == "__main__":
    run_program(main)
