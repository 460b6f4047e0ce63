"""The loop: what a step does, and that a run which stopped goes on as if it had not."""

import math
import re
import signal
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch

from conteur.errors import UserError
from conteur.model import Transformer
from conteur.params import TrainParams, load_params
from conteur.tokens import TrainingBatches, scoring_windows
from conteur.training import CheckpointFolder, Trainer, run_fingerprint
from conteur.training.loss import TokenLoss
from conteur.training.schedule import schedule
from tests.model.conftest import VOCAB_SIZE, model_params

IDS = np.tile(np.arange(VOCAB_SIZE), 60)
STARTS = np.arange(60) * VOCAB_SIZE


def train_params(**changes) -> TrainParams:
    values = load_params().train.model_dump() | {
        "device": "cpu",
        "precision": "fp32",
        "batch_size": 6,
        "micro_batch_size": 6,
        "max_steps": 12,
        "warmup_steps": 3,
        "eval_every": 5,
        "eval_tokens": 100,
        "checkpoint_every_s": 1e-9,
    }
    return TrainParams.model_validate(values | changes)


class StoppedError(Exception):
    pass


class Log:
    """Calls `see` for each step; `flushed` holds the last step seen before the last flush."""

    def __init__(self, see):
        self.see, self.last, self.flushed = see, 0, None

    def log_step(self, step, metrics):
        self.last = step
        self.see(step, metrics)

    def flush(self):
        self.flushed = self.last


VALIDATION = partial(scoring_windows, IDS[: 8 * VOCAB_SIZE], STARTS[:8], 19, max_tokens=100)


def trainer_of(see=lambda step, metrics: None, dropout=0.1, n_layers=3, **changes) -> Trainer:
    """Return a trainer of a small model, from the same beginning each time."""
    torch.manual_seed(1)
    model = Transformer(model_params(dropout=dropout, n_layers=n_layers), VOCAB_SIZE)
    return Trainer(model, train_params(**changes), seed=7, device=torch.device("cpu"), log=Log(see))


def train(trainer, folder, validation=VALIDATION, start=None):
    batches = TrainingBatches(IDS, STARTS, 19, 6, seed=7)
    trainer.train(batches, validation, CheckpointFolder(folder, "ab" * 32, "t"), start)
    return trainer


def run(folder, *see, **changes):
    return train(trainer_of(*see, **changes), folder)


def amid_update(trainer, act):
    """Let `act` happen in the seventh step, between the updates of the first optimizer and of the others."""
    update = trainer.optimizers[0].step

    def update_and_act():
        update()
        if trainer.state.step == 6:
            act()

    trainer.optimizers[0].step = update_and_act


def weights(trainer) -> dict[str, torch.Tensor]:
    return trainer.model.state_dict()


def equal(a: dict[str, torch.Tensor], b: dict[str, torch.Tensor]) -> bool:
    return a.keys() == b.keys() and all(torch.equal(a[name], b[name]) for name in a)


@pytest.mark.parametrize(
    ("kind", "rates"),
    [("adamw", ["train/learning_rate"]), ("muon", ["train/learning_rate", "train/matrix_learning_rate"])],
)
def test_each_step_logs_its_loss_its_norm_its_speed_and_the_rates_that_it_used(tmp_path, kind, rates):
    seen = {}

    def see(step, metrics):
        used = {group["lr"] for optimizer in trainer.optimizers for group in optimizer.param_groups}
        seen.setdefault(step, (metrics, used))  # a validation loss of the same step comes after it

    trainer = trainer_of(see, optimizer=load_params().train.optimizer.model_dump() | {"kind": kind})
    train(trainer, tmp_path)
    assert list(seen) == list(range(1, 13))
    for metrics, used in seen.values():
        assert list(metrics) == ["train/loss", *rates, "train/gradient_norm", "train/tokens_per_s"]
        assert {metrics[rate] for rate in rates} == used and len(used) == len(rates)
        assert all(value > 0 for value in metrics.values())


@pytest.mark.parametrize(("limit", "kept"), [(1.0, 1.0), (5.0, 4.0), (0.0, 4.0)])
def test_a_gradient_is_clipped_where_its_norm_is_above_the_limit(limit, kept):
    trainer = trainer_of(clip_norm=limit)
    for weight in trainer.model.parameters():
        weight.grad = torch.zeros_like(weight)
    weight.grad.view(-1)[0] = -4.0
    assert trainer._clipped_norm() == 4.0
    assert weight.grad.norm().item() == pytest.approx(kept)


@pytest.mark.parametrize("kills", [(1,), (4, 5), (11,), (2, 7, 10)])
def test_a_run_that_was_stopped_ends_bit_identical_to_one_that_was_not(tmp_path, kills):
    unbroken = run(tmp_path / "a")
    for kill in kills:

        def stop(step, metrics, kill=kill):
            if step == kill + 1 and "train/loss" in metrics:
                raise StoppedError

        with pytest.raises(StoppedError):
            run(tmp_path / "b", stop)
    resumed_steps = []
    resumed = run(tmp_path / "b", lambda step, metrics: resumed_steps.append(step))
    assert min(resumed_steps) == kills[-1] + 1  # it did go on, not start anew
    assert equal(weights(resumed), weights(unbroken))
    assert resumed.state.rows == unbroken.state.rows
    assert equal(resumed.state.best_weights, unbroken.state.best_weights)


def test_a_stop_by_the_keyboard_saves_the_last_step(tmp_path):
    def interrupt(step, metrics):
        if step == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, interrupt, checkpoint_every_s=1e9)
    assert CheckpointFolder(tmp_path, "ab" * 32, "t").load().step == 7


def test_a_stop_by_the_keyboard_amid_the_update_waits_for_its_end(tmp_path):
    trainer = trainer_of()
    assert len(trainer.optimizers) == 2  # control: there is a middle
    amid_update(trainer, lambda: signal.raise_signal(signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):
        train(trainer, tmp_path / "a")
    assert CheckpointFolder(tmp_path / "a", "ab" * 32, "t").load().step == 7
    assert equal(weights(run(tmp_path / "a")), weights(run(tmp_path / "b")))


@pytest.mark.parametrize("nth", [1, 3])
def test_an_evaluation_that_was_stopped_is_made_up(tmp_path, nth):
    calls = []

    def stopped(batch_size):
        calls.append(batch_size)
        if len(calls) == nth:
            raise KeyboardInterrupt
        return VALIDATION(batch_size)

    with pytest.raises(KeyboardInterrupt):
        train(trainer_of(), tmp_path / "a", stopped)
    resumed, unbroken = run(tmp_path / "a"), run(tmp_path / "b")
    assert resumed.state.rows == unbroken.state.rows
    assert equal(resumed.state.best_weights, unbroken.state.best_weights)


def finished(folder, tokenizer_sha256="t", **changes) -> Path:
    """Train to the end; return the file that this leaves."""
    checkpoints = CheckpointFolder(folder, "ab" * 32, tokenizer_sha256)
    trainer = run(folder, **changes)
    trainer.save()
    checkpoints.finish()
    assert not checkpoints.path.exists()
    return checkpoints.path.parent / "finished.pt"


def test_a_longer_run_goes_on_from_a_finished_one_with_params_of_its_own(tmp_path):
    constant = {"schedule": {"kind": "constant", "decay_fraction": 0.2, "final_fraction": 1.0}}
    start = finished(tmp_path / "a", **constant, max_steps=8, eval_every=4)
    seen = {}
    longer = trainer_of(lambda step, metrics: seen.setdefault(step, metrics), **constant, max_steps=12, eval_every=4)
    train(longer, tmp_path / "b", start=start)
    assert min(seen) == 9
    unbroken = run(tmp_path / "c", **constant, max_steps=12, eval_every=4)
    assert equal(weights(longer), weights(unbroken))
    assert longer.state.rows == unbroken.state.rows
    assert longer.state.tokens_seen == unbroken.state.tokens_seen == 12 * 6 * 19
    slower = trainer_of(lambda step, metrics: seen.update({step: metrics}), **constant, learning_rate=1e-4)
    train(slower, tmp_path / "d", start=start)
    assert seen[9]["train/learning_rate"] == 1e-4
    assert slower.optimizers[0].param_groups[0]["lr"] == 1e-4
    train(trainer_of(**constant, precision="fp16"), tmp_path / "e", start=start)  # whose state has no scale


def test_the_best_weights_of_another_run_are_not_those_of_this_one(tmp_path):
    """It may be scored on other text: what was best there says nothing here."""
    start = finished(tmp_path / "a", max_steps=8, eval_every=4)
    saved = torch.load(start, weights_only=True)
    torch.save(saved | {"best_loss": 0.0, "best_step": 8, "threads": 77}, start)
    longer = train(trainer_of(), tmp_path / "b", start=start)
    assert longer.state.best_step == 12
    assert longer.state.best_loss == longer.state.rows[-1]["validation_loss"]
    assert longer.state.threads == torch.get_num_threads() != 77


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"max_steps": 8}, "has 8 steps behind it: raise train.max_steps=8"),
        ({"n_layers": 4}, r"is of another model: set model\.n_layers=3 in params"),
        ({"optimizer": load_params().train.optimizer.model_dump() | {"kind": "adamw"}}, "another model or optimizer"),
    ],
)
def test_a_checkpoint_that_does_not_fit_is_refused_as_a_start(tmp_path, changes, message):
    start = finished(tmp_path / "a", max_steps=8)
    with pytest.raises(UserError, match=message):
        train(trainer_of(**changes), tmp_path / "b", start=start)


def test_weights_of_the_same_shapes_are_refused_for_a_model_that_would_read_them_otherwise(tmp_path):
    folder, start = CheckpointFolder(tmp_path, "cd" * 32, "t"), finished(tmp_path, max_steps=4)
    fresh = trainer_of().state
    fresh.model_params |= {"norm.kind": "layernorm", "position.base": "77.0"}
    with pytest.raises(UserError, match=r"model: set model\.position\.base=100\.0, model\.norm\.kind=rmsnorm in"):
        folder.load_start(start, fresh, 12)
    fresh = trainer_of(dropout=0.3).state  # which weights do not mind
    assert folder.load_start(start, fresh, 12).step == 4


def test_a_start_of_another_tokenizer_or_no_checkpoint_is_refused(tmp_path):
    start = finished(tmp_path / "a", max_steps=4)
    fresh = trainer_of().state
    with pytest.raises(UserError, match="the ids of another tokenizer"):
        CheckpointFolder(tmp_path / "b", "cd" * 32, "another").load_start(start, fresh, 12)
    start.write_bytes(b"no checkpoint")
    with pytest.raises(UserError, match="is no checkpoint of a training, or a damaged one"):
        CheckpointFolder(tmp_path / "b", "cd" * 32, "t").load_start(start, fresh, 12)


def test_what_was_logged_is_flushed_before_a_checkpoint(tmp_path):
    trainer = run(tmp_path)
    assert trainer.log.flushed == 11  # what the last step made is saved by who writes the model


@pytest.mark.parametrize("micro_batch_size", [1, 2, 3])
def test_the_result_is_the_same_however_the_batch_is_split(tmp_path, micro_batch_size):
    # Not muon: what it makes of a gradient near zero hangs on the last bits.
    adamw = {"dropout": 0.0, "optimizer": load_params().train.optimizer.model_dump() | {"kind": "adamw"}}
    whole = run(tmp_path / "a", **adamw)
    split = run(tmp_path / "b", **adamw, micro_batch_size=micro_batch_size)
    for name, tensor in weights(whole).items():
        torch.testing.assert_close(weights(split)[name], tensor, atol=1e-4, rtol=1e-3)
    assert split.state.rows[-1]["train_loss"] == pytest.approx(whole.state.rows[-1]["train_loss"], rel=1e-5)


def test_losses_fall_and_the_best_weights_are_kept(tmp_path):
    seen = []
    trainer = run(tmp_path, lambda step, metrics: seen.append((step, metrics)), max_steps=40, learning_rate=0.01)
    losses = [metrics["train/loss"] for _, metrics in seen if "train/loss" in metrics]
    assert losses[0] == pytest.approx(math.log(VOCAB_SIZE), rel=0.05)
    assert losses[-1] < losses[0] / 2
    state = trainer.state
    assert [row["step"] for row in state.rows] == [5, 10, 15, 20, 25, 30, 35, 40]
    assert state.best_loss == min(row["validation_loss"] for row in state.rows)
    assert state.rows[0]["train_loss"] == pytest.approx(np.mean(losses[:5]))


def test_a_loss_that_is_no_number_ends_the_run_and_keeps_the_checkpoint(tmp_path):
    with pytest.raises(UserError, match=r"loss is nan at step \d+; the last checkpoint is kept.*learning_rate=1e\+30"):
        run(tmp_path, learning_rate=1e30, clip_norm=0.0, warmup_steps=0)
    kept = CheckpointFolder(tmp_path, "ab" * 32, "t").load()
    assert kept.step == 0 and equal(kept.model, trainer_of().model.state_dict())  # not what the first step has ruined


def test_a_run_that_ends_in_trouble_says_how_to_go_on_from_what_is_kept(tmp_path):
    ruin = {"clip_norm": 0.0, "warmup_steps": 0, "learning_rate": 1e30}
    with pytest.raises(UserError, match="nothing had been saved yet"):
        run(tmp_path, **ruin, checkpoint_every_s=1e9)
    with pytest.raises(UserError, match="the last checkpoint is kept") as said:
        run(tmp_path, **ruin)
    start = tmp_path / re.search(r"--resume-from (\S+)\. In params", str(said.value))[1]
    assert train(trainer_of(), tmp_path / "b", start=start).state.step == 12


def test_a_gradient_that_is_no_number_does_not_reach_the_weights(tmp_path):
    trainer = trainer_of()

    def spoil(gradient):
        return gradient * math.nan if trainer.state.step == 4 else gradient

    next(trainer.model.parameters()).register_hook(spoil)
    with pytest.raises(UserError, match="the gradient norm is nan at step 5; the last checkpoint is kept"):
        train(trainer, tmp_path)
    assert all(tensor.isfinite().all() for tensor in weights(trainer).values())
    assert trainer.state.step == 4


def test_weights_that_are_no_numbers_do_not_replace_the_checkpoint(tmp_path):
    trainer = trainer_of()
    amid_update(trainer, lambda: trainer.model.embedding.weight.data.fill_(math.nan))
    with pytest.raises(UserError, match="the training loss is nan at step 8"):
        train(trainer, tmp_path)
    assert CheckpointFolder(tmp_path, "ab" * 32, "t").load().step == 6


def test_a_loss_that_stays_far_above_what_it_was_ends_the_run_and_keeps_the_checkpoint_from_before(tmp_path):
    losses, trainer = {}, trainer_of(max_steps=80)

    def look(step, metrics):
        losses.setdefault(step, metrics.get("train/loss"))
        if step >= 60 and "train/loss" in metrics:  # what is learnt of the old order of features is of no use
            trainer.model.embedding.weight.data.copy_(trainer.model.embedding.weight.roll(1, 1))

    trainer.log.see = look
    with pytest.raises(UserError, match=r"loss is \d\.\d nats, and its mean had been \d\.\d at step 63; the last"):
        train(trainer, tmp_path)
    assert CheckpointFolder(tmp_path, "ab" * 32, "t").load().step == 59  # what step 60 made had no sound loss after it
    assert max(losses[61], losses[62]) < math.log(VOCAB_SIZE) + 2  # which is where a run ends at once


def test_a_loss_far_above_that_of_guessing_ends_the_run(tmp_path):
    trainer = trainer_of()
    amid_update(trainer, lambda: trainer.model.embedding.weight.data.mul_(100))
    with pytest.raises(UserError, match=r"\d+\.\d nats, and ln V = 3\.6 is what .* step 8.*matrix_learning_rate"):
        train(trainer, tmp_path)


def test_a_run_may_begin_with_a_loss_far_above_that_of_guessing(tmp_path):
    """Its weights are sure of what is not so, and soon are no longer; a stop in between changes nothing."""
    losses = {}

    def train_surer(stop_at=None):
        def look(step, metrics):
            if step == stop_at:
                raise StoppedError
            losses.setdefault(step, metrics.get("train/loss"))

        trainer = trainer_of(look)
        trainer.model.embedding.weight.data.mul_(60)
        return train(trainer, tmp_path)

    with pytest.raises(StoppedError):
        train_surer(stop_at=4)
    assert train_surer().state.step == len(losses) == 12
    assert losses[1] > losses[4] > math.log(VOCAB_SIZE) + 2


def test_ctrl_c_amid_a_checkpoint_waits_until_it_is_written(tmp_path, monkeypatch):
    save, writes = torch.save, []

    class Interrupted:
        def __init__(self, file):
            self.file = file

        def write(self, data):
            writes.append(len(data))
            if len(writes) == 20:
                signal.raise_signal(signal.SIGINT)  # torch makes a RuntimeError of what a write raises
            return self.file.write(data)

        def flush(self):
            self.file.flush()

    monkeypatch.setattr(torch, "save", lambda state, file: save(state, Interrupted(file)))
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path)
    assert len(writes) > 20 and CheckpointFolder(tmp_path, "ab" * 32, "t").load().step == 0


def test_a_damaged_checkpoint_is_said_and_training_starts_anew(tmp_path, capsys):
    with pytest.raises(StoppedError):
        run(tmp_path, lambda step, metrics: (_ for _ in ()).throw(StoppedError) if step == 8 else None)
    file = CheckpointFolder(tmp_path, "ab" * 32, "t").path / "last.pt"
    file.write_bytes(file.read_bytes()[:1000])
    steps = []
    run(tmp_path, lambda step, metrics: steps.append(step))
    assert steps[0] == 1
    assert "is damaged" in capsys.readouterr().err


def test_a_checkpoint_that_cannot_be_read_now_is_not_taken_for_a_damaged_one(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "in use", "last.pt")  # Windows does so while a virus scanner has it

    run(tmp_path)
    monkeypatch.setattr(torch, "load", refuse)
    with pytest.raises(PermissionError):
        run(tmp_path)


def test_a_checkpoint_of_another_run_is_refused(tmp_path):
    run(tmp_path)
    other = CheckpointFolder(tmp_path, "ab" * 8 + "cd" * 24, "t")
    with pytest.raises(AssertionError, match="another run"):
        other.load()


def test_the_fingerprint_follows_params_data_and_code(tmp_path):
    code = tmp_path / "package"
    code.mkdir()
    (code / "a.py").write_text("x = 1\n", encoding="utf-8", newline="\n")
    prints = [
        run_fingerprint({"d_model": 8}, "data", [code]),
        run_fingerprint({"d_model": 9}, "data", [code]),
        run_fingerprint({"d_model": 8}, "other", [code]),
    ]
    (code / "a.py").write_text("x = 2\n", encoding="utf-8", newline="\n")
    prints.append(run_fingerprint({"d_model": 8}, "data", [code]))
    assert len(set(prints)) == 4
    assert prints[3] == run_fingerprint({"d_model": 8}, "data", [code])


@pytest.mark.parametrize("kind", ["cosine", "linear", "wsd", "constant"])
def test_schedules_are_their_equations(kind):
    knobs = {"kind": kind, "decay_fraction": 0.4, "final_fraction": 0.1}
    params = train_params(max_steps=11, warmup_steps=3, schedule=knobs)
    shares = [schedule(params)(step) for step in range(11)]
    assert shares[:3] == pytest.approx([0.25, 0.5, 0.75])
    for step in range(3, 11):
        t = (step - 3) / 8
        shape = {"cosine": (1 + math.cos(math.pi * t)) / 2, "linear": 1 - t, "constant": 1.0}.get(kind)
        if kind == "wsd":
            shape = 1.0 if t < 0.6 else (1 - t) / 0.4
        assert shares[step] == pytest.approx(0.1 + 0.9 * shape)


def test_bf16_learns_like_fp32(tmp_path):
    losses = [run(tmp_path / p, precision=p, max_steps=30).state.rows[-1]["train_loss"] for p in ("fp32", "bf16")]
    assert losses[0] == pytest.approx(losses[1], rel=0.05)
    assert losses[0] != losses[1]  # control: bf16 was really used


def test_fp16_learns_like_fp32_and_goes_on_after_a_stop_as_if_there_was_none(tmp_path):
    unbroken = run(tmp_path / "fp16", precision="fp16", max_steps=30)
    plain = run(tmp_path / "fp32", precision="fp32", max_steps=30)
    losses = [trainer.state.rows[-1]["train_loss"] for trainer in (unbroken, plain)]
    assert losses[0] == pytest.approx(losses[1], rel=0.05)
    assert losses[0] != losses[1]  # control: fp16 was really used

    def stop(step, metrics):
        if step == 20:
            raise StoppedError

    with pytest.raises(StoppedError):
        run(tmp_path / "b", stop, precision="fp16", max_steps=30)
    resumed = run(tmp_path / "b", precision="fp16", max_steps=30)
    assert equal(weights(resumed), weights(unbroken))
    assert resumed.scaler.state_dict() == unbroken.scaler.state_dict()


def test_fp16_that_overflows_halves_the_scale_and_learns_nothing_from_that_step(tmp_path):
    seen = {}
    trainer = trainer_of(lambda step, metrics: seen.update({step: snapshot()}), precision="fp16")

    def snapshot():
        return trainer.scaler.get_scale(), {name: tensor.clone() for name, tensor in weights(trainer).items()}

    def overflow(gradient):
        return gradient * math.inf if trainer.state.step == 4 else gradient

    trainer.model.embedding.weight.register_hook(overflow)
    train(trainer, tmp_path)
    assert [seen[step][0] for step in (4, 5, 6)] == [65536, 32768, 32768]
    assert equal(seen[4][1], seen[5][1])
    assert not equal(seen[5][1], seen[6][1])


def test_the_z_loss_is_its_equation_and_is_not_in_the_reported_loss():
    model = trainer_of(dropout=0.0).model
    ids = torch.from_numpy(IDS[:38].reshape(2, 19).astype(np.int64))
    plain, with_z = (TokenLoss(model, "fp32", torch.device("cpu"), z)(ids, ids) for z in (0.0, 0.5))
    assert plain[0] == with_z[0] and plain[1] == 0
    expected = 0.5 * model(ids).logsumexp(-1).square().sum()
    torch.testing.assert_close(with_z[1], expected)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a file that is always full")
def test_a_full_disk_is_the_systems_own_error_and_keeps_the_old_checkpoint(tmp_path, monkeypatch):
    trainer = run(tmp_path)
    checkpoints = CheckpointFolder(tmp_path, "ab" * 32, "t")
    trainer.save()
    before = (checkpoints.path / "last.pt").read_bytes()
    (checkpoints.path / "last.pt.part").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left on device"):
        trainer.save()
    assert (checkpoints.path / "last.pt").read_bytes() == before
