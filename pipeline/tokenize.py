"""Stage tokenize: the text of both splits to ids on disk."""

from pathlib import Path

from conteur.corpus import SEPARATOR
from conteur.errors import run_program
from conteur.files import read_json, sha256_of
from conteur.invocation import spelt
from conteur.params import load_params
from conteur.tokenizer import chunks_of_text, load_tokenizer, map_text
from conteur.tokens import Text, write_tokens
from conteur.tracking import project_root

RAW = Path("data/raw")
TOKENIZER = Path("models/tokenizer/tokenizer.json")
TOKENS = Path("data/tokens")
CODE = [Path("pipeline/tokenize.py"), Path("src/conteur/tokenizer"), Path("src/conteur/tokens")]
PROGRESS = Path(".cache/tokenize")  # under the root of the project


def main() -> None:
    load_params()  # a mistake anywhere in params.yaml is better known now than after the training
    tokenizer = load_tokenizer(TOKENIZER)
    facts = read_json(RAW / "source.json")["splits"]
    meta = write_tokens(
        {split: (text_of(RAW / f"{split}.txt"), facts[split]) for split in ("train", "validation")},
        TOKENS,
        progress_root=project_root() / PROGRESS,
        code=CODE,
        encoder=tokenizer.encoder(end_ids=True, threads=0),
        vocab_size=tokenizer.vocab_size,
        eos_id=tokenizer.eos_id,
        tokenizer_sha256=sha256_of(TOKENIZER),
    )
    print(
        f"{meta.train.tokens:,} training and {meta.validation.tokens:,} validation tokens "
        f"in {TOKENS.as_posix()}; next: {spelt('train')}"
    )


def text_of(path: Path) -> Text:
    text = map_text(path)
    return Text(len(text), chunks_of_text(text, SEPARATOR))


if __name__ == "__main__":
    run_program(main)
