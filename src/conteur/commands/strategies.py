"""`invoke strategies`: greedy, temperature, top-k and top-p on one prompt, as texts and as a picture."""

import argparse
from pathlib import Path

from conteur.commands.console import console_width, folded
from conteur.commands.next_token import STRATEGIES, look_at_next_token, most_open, name_and_knobs
from conteur.commands.sampling import overridden
from conteur.commands.strategies_picture import draw_strategies
from conteur.commands.trained import load_storyteller
from conteur.errors import run_program
from conteur.figures import save_figure
from conteur.params import load_params

PICTURE = Path("reports/strategies")
CONTINUATION_TOKENS = 60
TOKENS_SHOWN = 24


def main() -> None:
    options = parse_options()
    params = overridden(load_params().sample, {"seed": options.seed}, prefix="--")
    storyteller = load_storyteller()
    prompt = options.prompt or most_open(storyteller, params.prompts)
    for strategy in STRATEGIES:
        one = params.model_copy(update={"strategy": strategy, "max_new_tokens": CONTINUATION_TOKENS})
        text = storyteller.continue_text(prompt, one)
        tale = f"[{prompt}]{text}" if prompt else text
        print(f"{': '.join(name_and_knobs(one))}\n{folded(tale, console_width())}\n", flush=True)
    save_figure(draw_strategies(look_at_next_token(storyteller, prompt, params, TOKENS_SHOWN)), PICTURE)
    print(f"what each does to the token after the prompt: {PICTURE.as_posix()}.png and .pdf")


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="strategies", description=__doc__, allow_abbrev=False)
    parser.add_argument("--prompt", default="", help="the text to continue; none takes some of sample.prompts")
    parser.add_argument("--seed", help="instead of sample.seed")
    return parser.parse_args()


if __name__ == "__main__":
    run_program(main)
