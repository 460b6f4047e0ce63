"""Stage train_tokenizer: learn BPE merges on the training text, or take the vocabulary that params.yaml names."""

from functools import partial
from pathlib import Path

from tqdm import tqdm

from conteur.corpus import SEPARATOR
from conteur.errors import run_program
from conteur.params import load_params
from conteur.tokenizer import make_tokenizer, save_tokenizer

TEXT = Path("data/raw/train.txt")
TOKENIZER = Path("models/tokenizer/tokenizer.json")


def main() -> None:
    params = load_params().tokenizer
    tokenizer = make_tokenizer(TEXT, SEPARATOR, params, partial(tqdm, ascii=True, delay=2, disable=None))
    save_tokenizer(tokenizer, TOKENIZER)
    print(f"{tokenizer.vocab_size} tokens, {len(tokenizer.merges)} of them merges: {TOKENIZER.as_posix()}")


if __name__ == "__main__":
    run_program(main)
