"""Byte-level byte-pair encoding, from scratch (Sennrich et al. 2016, on bytes): text to token ids and back.

The chapter docs/02-tokenizer.md explains it.

Read in this order: `split` cuts text into pretokens, `train_reference` learns merges from their counts as the paper
has it, `encode` applies merges to a pretoken, `tokenizer` joins the two into text <-> ids, `file` reads and writes
Hugging Face's tokenizer.json. Beside this readable path, `train` does the training that the pipeline runs: the same
merges, from `train_kernel`. `vocabulary` and `file_gpt2` take in vocabularies of others, `source` chooses among them.

Whole files are encoded by `encoder`: `window_kernel` and `split_kernel` cut bytes where they lie, `encode_kernel` looks
pretokens up by the key that `key_kernel` gives them, and `merge_kernel` merges new ones. `encoder_reference` is their
slow twin, and `jit` compiles them.

The vocabulary, settled here once: ids 0-255 are the 256 bytes (id b is byte b), then one id per merge in the order in
which they were learned, then the special tokens `<pad>`, `<unk>`, `<bos>`, `<eos>` as the last four ids. `vocab_size`
counts all of them. Documents are separated by `<eos>` in a stream of ids; the line `<|endoftext|>` separates them in
text files only and is no token. Special tokens never come out of `encode`: their names in a text are plain text.
"""

from conteur.tokenizer.chunks import chunks_of_documents, chunks_of_text, map_text
from conteur.tokenizer.file import load_tokenizer, save_tokenizer
from conteur.tokenizer.file_gpt2 import load_gpt2_files, load_tiktoken_gpt2, to_tiktoken
from conteur.tokenizer.sample import take_evenly
from conteur.tokenizer.source import load_vocabulary, make_tokenizer
from conteur.tokenizer.split import SPLIT_PATTERNS
from conteur.tokenizer.tokenizer import SPECIAL_TOKENS, Tokenizer
from conteur.tokenizer.train import train_bpe, train_bpe_on_file

__all__ = [
    "SPECIAL_TOKENS",
    "SPLIT_PATTERNS",
    "Tokenizer",
    "chunks_of_documents",
    "chunks_of_text",
    "load_gpt2_files",
    "load_tiktoken_gpt2",
    "load_tokenizer",
    "load_vocabulary",
    "make_tokenizer",
    "map_text",
    "save_tokenizer",
    "take_evenly",
    "to_tiktoken",
    "train_bpe",
    "train_bpe_on_file",
]
