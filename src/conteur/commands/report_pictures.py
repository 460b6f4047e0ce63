"""The reports as pictures: the course of training, the use of context, and the model beside compressors."""

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from conteur.figures import BLUE, GREEN, INK, ORANGE, VERMILION, figure_style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIZE = (8, 4.5)  # inches
GREY = "#9A9A9A"
MOST_MARKERS = 40  # points of a curve that are still marked one by one


def draw_loss(loss: dict[str, list[float]], training: dict[str, Any], evaluation: dict[str, Any]) -> "Figure":
    """Draw training and validation loss by step, the step whose weights were kept, and the floor if it is known."""
    from matplotlib.figure import Figure

    best_step, best_loss = training["best_step"], training["best_validation_loss"]
    style = {"marker": "o" if len(loss["step"]) <= MOST_MARKERS else "", "markersize": 4}
    with figure_style():
        figure = Figure(figsize=SIZE, layout="constrained")
        axes = figure.subplots()
        axes.plot(loss["step"], loss["train_loss"], "--", color=ORANGE, label="training, mean between points", **style)
        axes.plot(loss["step"], loss["validation_loss"], color=BLUE, label="validation", **style)
        ring = {"markersize": 11, "markerfacecolor": "none", "markeredgecolor": VERMILION, "markeredgewidth": 1.8}
        label = f"best: {best_loss:.3f} at step {best_step:,}"
        axes.plot(best_step, best_loss, "o", linestyle="none", label=label, **ring)
        if (floor := floor_nats(evaluation)) is not None:
            label = f"entropy of the tales: {floor:.3f}, no model can do better"
            axes.axhline(floor, color=GREEN, linestyle=":", label=label)
        axes.set(title="Loss while training", xlabel="optimizer step", ylabel="loss (nats per token)")
        axes.set_xlim(left=0)
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.legend(loc="upper right")
        return figure


def floor_nats(evaluation: dict[str, Any]) -> float | None:
    """Return the entropy of the validation text in nats per token, as bits per byte times bytes per token."""
    bits = evaluation.get("entropy_floor_bits_per_byte")
    return None if bits is None else bits * math.log(2) * evaluation["bytes"] / evaluation["tokens"]


def draw_loss_by_position(by_position: dict[str, list[float]]) -> "Figure":
    """Draw the loss against the tokens of context, each position as a dot and their moving mean as a line."""
    from matplotlib.figure import Figure

    position, loss = np.array(by_position["position"]), np.array(by_position["loss_nats"])
    with figure_style():
        figure = Figure(figsize=SIZE, layout="constrained")
        axes = figure.subplots()
        axes.plot(position, loss, ".", color=GREY, markersize=4, label="each position")
        axes.plot(position, moving_mean(loss), color=BLUE, label="moving mean")
        axes.set_title("What more context is worth")
        axes.set_xlabel("tokens of context before the predicted one")
        axes.set_ylabel("validation loss (nats per token)")
        axes.set_xscale("log", base=2)
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.legend()
        return figure


def moving_mean(values: np.ndarray) -> np.ndarray:
    """Return means of values (T,) over a window that widens on the way, to suit a logarithmic axis.

    The mean at index i is over i - i/3 to i + i/3: the first points are few and stay as they are.
    """
    return np.array([values[i - i // 3 : i + i // 3 + 1].mean() for i in range(len(values))])


def draw_bits_per_byte(evaluation: dict[str, Any], compressed: dict[str, float], compressed_bytes: int) -> "Figure":
    """Draw the model's bits per byte beside compressors and, if it is known, the entropy of the text."""
    from matplotlib.figure import Figure

    bars = {name: (bits, GREY) for name, bits in compressed.items()}
    bars["this model"] = evaluation["bits_per_byte"], BLUE
    if (floor := evaluation.get("entropy_floor_bits_per_byte")) is not None:
        bars["entropy of the tales\n(no model can do better)"] = floor, GREEN
    with figure_style():
        figure = Figure(figsize=(SIZE[0], 1.4 + 0.46 * len(bars)), layout="constrained")
        axes = figure.subplots()
        bits, colours = zip(*bars.values(), strict=True)
        rows = axes.barh(list(bars), bits, color=colours, height=0.66)
        axes.bar_label(rows, fmt="%.3f", padding=4)
        axes.invert_yaxis()
        axes.grid(visible=False)
        axes.tick_params(axis="y", length=0)
        axes.margins(x=0.12)
        axes.set(
            title="Bits that it takes to tell a byte of the validation text", xlabel="bits per byte (plain text has 8)"
        )
        note = (
            f"The compressors start from nothing and read {compressed_bytes / 1e6:.1f} MB of validation text; "
            "the model has learnt from the training text."
        )
        figure.supxlabel(note, x=0.01, ha="left", fontsize="small", color=INK)
        return figure
