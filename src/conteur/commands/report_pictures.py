"""The reports as pictures: the course of training, the use of context, and the model beside compressors."""

from typing import TYPE_CHECKING, Any

import numpy as np

from conteur.figures import BLUE, GREEN, ORANGE, VERMILION, figure_style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIZE = (8, 4.5)  # inches


def draw_loss(loss: dict[str, list[float]], training: dict[str, Any]) -> "Figure":
    """Draw training and validation loss by step, and mark the step whose weights were kept."""
    from matplotlib.figure import Figure

    with figure_style():
        figure = Figure(figsize=SIZE, layout="constrained")
        axes = figure.subplots()
        marker = "o" if len(loss["step"]) <= 40 else ""
        axes.plot(loss["step"], loss["train_loss"], color=ORANGE, marker=marker, ms=4, ls="--", label="training")
        axes.plot(loss["step"], loss["validation_loss"], color=BLUE, marker=marker, ms=4, label="validation")
        best = training["best_step"], training["best_validation_loss"]
        axes.plot(
            *best, "o", ms=11, mfc="none", mec=VERMILION, mew=1.8, label=f"best: {best[1]:.3f} at step {best[0]:,}"
        )
        axes.set(title="Loss while training", xlabel="optimizer step", ylabel="loss (nats per token)")
        axes.set_xlim(left=0)
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.legend()
        return figure


def draw_loss_by_position(by_position: dict[str, list[float]]) -> "Figure":
    """Draw the loss against the tokens of context before it, each position as a dot and their moving mean as a line."""
    from matplotlib.figure import Figure

    position, loss = np.array(by_position["position"]), np.array(by_position["loss_nats"])
    with figure_style():
        figure = Figure(figsize=SIZE, layout="constrained")
        axes = figure.subplots()
        axes.plot(position, loss, ".", color="#9A9A9A", ms=4, label="each position")
        axes.plot(position, moving_mean(loss), color=BLUE, label="moving mean")
        axes.set(
            title="What more context is worth",
            xlabel="tokens of context before the predicted one",
            ylabel="validation loss (nats per token)",
        )
        axes.set_xscale("log", base=2)
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.legend()
        return figure


def moving_mean(values: np.ndarray) -> np.ndarray:
    """Return the mean of values (T,) over a window that widens with the position i, from i - i/4 to i + i/4."""
    return np.array([values[i - i // 4 : i + i // 4 + 1].mean() for i in range(len(values))])


def draw_bits_per_byte(evaluation: dict[str, Any], compressed: dict[str, float], n_bytes: int) -> "Figure":
    """Draw the model's bits per byte beside compressors and, where it is known, the entropy of the text itself."""
    from matplotlib.figure import Figure

    floor = evaluation.get("entropy_floor_bits_per_byte")
    bars = {f"{name}": (bits, "#9A9A9A") for name, bits in compressed.items()}
    bars["this model"] = (evaluation["bits_per_byte"], BLUE)
    if floor is not None:
        bars["entropy of the text:\nno model can do better"] = (floor, GREEN)
    with figure_style():
        figure = Figure(figsize=(8, 1.2 + 0.5 * len(bars)), layout="constrained")
        axes = figure.subplots()
        rows = axes.barh(
            list(bars), [bits for bits, _ in bars.values()], color=[c for _, c in bars.values()], height=0.62
        )
        axes.bar_label(rows, fmt="%.2f", padding=4, weight="bold")
        axes.invert_yaxis()
        axes.grid(False)
        axes.set(title="Bits for a byte of validation text", xlabel="bits per byte (plain text has 8)")
        return figure
