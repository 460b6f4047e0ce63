"""What the tests of the corpus share."""

import pytest

from conteur.corpus.download import Downloads, Patience
from conteur.params import DataParams
from tests.corpus.unreliable_hub import RunningHub

OF_THE_ENVIRONMENT = ("HF_ENDPOINT", "HF_TOKEN", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "NETRC")


@pytest.fixture
def data_params():
    """Make the section `data` of params.yaml, with `changes`."""

    def make(**changes):
        values = {
            "dataset": "fables",
            "language": "en",
            "seed": 1,
            "path": "nowhere",
            "pattern": "**/*",
            "text_field": "text",
            "separator": "<|endoftext|>",
            "max_documents": 200,
            "min_characters": 0,
            "validation_fraction": 0.2,
        }
        return DataParams(**{**values, **changes})

    return make


@pytest.fixture(scope="session")
def running_hub():
    with RunningHub() as hub:
        yield hub


@pytest.fixture
def hub(running_hub, monkeypatch):
    """An empty hub that behaves until a test gives it faults; the downloader is pointed at it."""
    for name in OF_THE_ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    for name in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name}_proxy".upper(), raising=False)
    monkeypatch.setenv("HF_ENDPOINT", running_hub.home)
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    for state in (running_hub.files, running_hub.listings, running_hub.faults, running_hub.seen):
        state.clear()
    running_hub.is_direct, running_hub.gives_etags, running_hub.sent = False, True, 0
    return running_hub


@pytest.fixture
def waits():
    """The seconds that the downloader would have waited."""
    return []


@pytest.fixture
def downloads(tmp_path, waits):
    """Make a downloader into `tmp_path/cache` as a new process would, that waits for nothing."""

    def make(**changes):
        values = {"timeout_s": 5, "sleep": waits.append, **changes}
        return Downloads(tmp_path / "cache", Patience(**values))

    return make
