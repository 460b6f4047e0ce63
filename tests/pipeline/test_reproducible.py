"""Same params, same bytes: wherever the folder lies, whatever the locale, the time zone and the hash seed."""

import shutil


def test_two_clones_in_different_surroundings_write_the_same_lock(done, new_project):
    other = new_project("Été & fils")
    surroundings = {"LC_ALL": "C", "LANG": "fr_FR.ISO-8859-1", "TZ": "Asia/Kolkata", "PYTHONHASHSEED": "4242"}
    answer = other.run("dvc", "repro", environment=surroundings)
    assert answer.returncode == 0, answer.stdout
    assert (other.path / "dvc.lock").read_bytes() == (done.path / "dvc.lock").read_bytes()
    for report in sorted((done.path / "reports").iterdir()):
        assert (other.path / "reports" / report.name).read_bytes() == report.read_bytes(), report.name


def test_what_is_removed_comes_back_from_the_cache_without_training(done_project):
    shutil.rmtree(done_project.path / "models")
    shutil.rmtree(done_project.path / "data" / "tokens")
    assert done_project.repro() == []
    assert (done_project.path / "models" / "model" / "model.safetensors").exists()


def test_a_folder_without_git_runs_and_says_why_experiments_cannot(new_project):
    project = new_project("from a zip")
    shutil.rmtree(project.path / ".git")
    (project.path / ".dvc" / "config.local").write_text("[core]\n    no_scm = true\n", encoding="utf-8", newline="\n")
    assert project.repro("tokenize") == ["download", "tokenize", "train_tokenizer"]
    answer = project.run("invoke", "train", "-S", "train.max_steps=3")
    assert answer.returncode != 0
    assert "no git repository" in answer.stdout.splitlines()[-1]
    assert "Traceback" not in answer.stdout
