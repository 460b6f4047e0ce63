"""The end of `invoke repro`: how good the model is, what it tells, and what to type next."""

from textwrap import indent
from typing import Any

from conteur.commands.console import aligned, console_width, ends_a_sentence, folded
from conteur.commands.reports import read_evaluation, read_samples, read_training
from conteur.errors import run_program
from conteur.invocation import spelt
from conteur.params import load_params

N_SAMPLES = 3
LONGEST_SAMPLE = 600  # characters on the console; reports/samples.md has all
FALLBACK_PROMPT = "Once upon a time"
LONGEST_PROMPT = 24  # characters of it, so that the table of commands fits 80 columns

PLACES = {
    "reports": "samples.md, figures and pictures",
    "models": "tokenizer and model",
    "params.yaml": "every knob; change one, then repro again",
}


def main() -> None:
    training, evaluation, samples = read_training(), read_evaluation(), read_samples()[:N_SAMPLES]
    width = console_width()
    print(_heading("What the model has learnt", width))
    print(_table(figures(training, evaluation)))
    print(_heading("What it tells; [the prompt] is given", width))
    print("\n\n".join(folded(tale(sample), width) for sample in samples))
    print(_heading("What to type next", width))
    print(_table(next_commands([sample["prompt"] for sample in samples], load_params().train.max_steps)))
    print(_heading("Where things lie", width))
    print(_table(PLACES))
    print()


def figures(training: dict[str, Any], evaluation: dict[str, Any]) -> dict[str, str]:
    """Put the figures of train.json and evaluation.json into words."""
    floor = evaluation.get("entropy_floor_bits_per_byte")
    beside = "" if floor is None else f" (the tales hold {floor:.3f}: no model can do better)"
    return {
        "validation loss": f"{evaluation['loss_nats']:.3f} nats per token",
        "perplexity": f"{evaluation['perplexity']:.2f}",
        "bits per byte": f"{evaluation['bits_per_byte']:.3f}{beside}",
        "next token": f"{evaluation['top1_accuracy']:.1%} right at the first guess, "
        f"{evaluation['top5_accuracy']:.1%} within five",
        "model": f"{training['parameters']:,} parameters, trained on {training['tokens_seen']:,} tokens",
    }


def tale(sample: dict[str, str]) -> str:
    """Return a sample with its prompt in brackets, and without what comes after the last sentence that fits."""
    prompt, text = sample["prompt"], sample["text"]
    start = f"[{prompt}]" if prompt else ""
    return start + shortened(text, LONGEST_SAMPLE)


def shortened(text: str, characters: int) -> str:
    """Cut `text` after the last sentence that ends within so many characters, or else after the last word."""
    if len(text) <= characters:
        return text
    words_end = [i for i in range(characters // 2, characters + 1) if text[i].isspace()]
    sentences_end = [i for i in words_end if ends_a_sentence(text[:i])]
    cut = max(sentences_end or words_end, default=characters)
    return text[:cut].rstrip() + " ..."


def next_commands(prompts: list[str], max_steps: int) -> dict[str, str]:
    """Map what to type to what it does; the prompt is a short one of the samples' that every shell takes in quotes."""
    plain = (text for text in prompts if 0 < len(text) <= LONGEST_PROMPT and not set(text) & set('"\\$`%!\n'))
    prompt = next(plain, FALLBACK_PROMPT)
    return {
        spelt(f'generate "{prompt}"'): "continue one text",
        spelt("chat"): "tell tales in turns",
        spelt("strategies"): "ways to draw, side by side",
        spelt(f"exp -S train.max_steps={2 * max_steps}"): "train with other params",
        spelt("ui"): "the curves of all runs",
        spelt("plots"): "pictures of the figures",
    }


def _table(rows: dict[str, str]) -> str:
    return indent(aligned(list(rows.items())), "  ")


def _heading(title: str, width: int) -> str:
    return f"\n-- {title} {'-' * (width - len(title) - 4)}\n"


if __name__ == "__main__":
    run_program(main)
