"""`invoke generate`: continue one text, word by word. Defaults come from params.yaml's `sample` section."""

import argparse
import sys

from conteur.commands.console import show
from conteur.commands.sampling import overridden
from conteur.commands.trained import load_storyteller
from conteur.errors import run_program
from conteur.params import load_params

OVERRIDES = ("strategy", "temperature", "top_k", "top_p", "max_new_tokens", "seed")


def main() -> None:
    options = parse_options()
    prompt = options.pop("prompt")
    params = overridden(load_params().sample, options, prefix="--")
    storyteller = load_storyteller()
    try:
        show([prompt])
        show(storyteller.stream(prompt, params))
        print()
    except KeyboardInterrupt:  # the person has read enough
        print()
        sys.exit(130)


def parse_options() -> dict[str, str]:
    parser = argparse.ArgumentParser(prog="generate", description=__doc__, allow_abbrev=False)
    parser.add_argument("--prompt", default="", help="the text to continue; none starts a new one")
    for name in OVERRIDES:
        parser.add_argument(f"--{name.replace('_', '-')}", help=f"instead of sample.{name}")
    return vars(parser.parse_args())


if __name__ == "__main__":
    run_program(main)
