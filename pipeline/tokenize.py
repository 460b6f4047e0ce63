"""Stage tokenize: the text of both splits to ids on disk."""

from pathlib import Path

from conteur.corpus import read_documents
from conteur.errors import run_program
from conteur.files import read_json, sha256_of
from conteur.params import load_params
from conteur.tokenizer import load_tokenizer
from conteur.tokens import write_tokens

RAW = Path("data/raw")
TOKENIZER = Path("models/tokenizer/tokenizer.json")
TOKENS = Path("data/tokens")


def main() -> None:
    load_params()  # a mistake anywhere in params.yaml is better known now than after the training
    tokenizer = load_tokenizer(TOKENIZER)
    facts = read_json(RAW / "source.json")["splits"]
    meta = write_tokens(
        {split: (read_documents(RAW / f"{split}.txt"), facts[split]) for split in ("train", "validation")},
        TOKENS,
        encode=tokenizer.encode,
        vocab_size=tokenizer.vocab_size,
        eos_id=tokenizer.eos_id,
        tokenizer_sha256=sha256_of(TOKENIZER),
    )
    print(
        f"{meta.train.tokens:,} training and {meta.validation.tokens:,} validation tokens "
        f"in {TOKENS.as_posix()}; next: invoke train"
    )


if __name__ == "__main__":
    run_program(main)
