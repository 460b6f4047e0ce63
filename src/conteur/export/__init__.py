"""Our models in the form of Hugging Face's transformers, and theirs in ours: GPT-2, Llama and Qwen3.

`architecture` says what one of theirs can hold, `gpt2` and `llama` give the names, `folder` reads and writes.
"""

from conteur.export.folder import export_model, import_model

__all__ = ["export_model", "import_model"]
