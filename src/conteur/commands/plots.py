"""`invoke plots`: the reports as pictures that need no network."""

from pathlib import Path

from conteur.commands.compressors import bits_per_byte_of_compressors
from conteur.commands.report_pictures import draw_bits_per_byte, draw_loss, draw_loss_by_position
from conteur.commands.reports import (
    REPORTS,
    read_evaluation,
    read_loss,
    read_loss_by_position,
    read_training,
)
from conteur.corpus import read_documents
from conteur.errors import UserError, run_program
from conteur.figures import save_figure
from conteur.invocation import spelt

VALIDATION = Path("data/raw/validation.txt")


def main() -> None:
    training, evaluation = read_training(), read_evaluation()
    loss, by_position = read_loss(), read_loss_by_position()
    if not VALIDATION.exists():
        raise UserError(f"{VALIDATION.as_posix()} is missing; make it: {spelt('download')}")
    compressed, compressed_bytes = bits_per_byte_of_compressors(read_documents(VALIDATION))
    pictures = {
        "loss": draw_loss(loss, training, evaluation),
        "loss_by_position": draw_loss_by_position(by_position),
        "bits_per_byte": draw_bits_per_byte(evaluation, compressed, compressed_bytes),
    }
    for name, figure in pictures.items():
        save_figure(figure, REPORTS / name)
        print(f"{REPORTS.as_posix()}/{name}.png and .pdf")


if __name__ == "__main__":
    run_program(main)
