"""What a published corpus owes its authors and readers: licence, attribution, revision, the hash of each file."""

from dataclasses import dataclass, field
from typing import Any

from conteur.corpus.download import Downloads, LocalFile, RemoteFile


@dataclass
class Publication:
    """A corpus as it was published, and the files of it that were used."""

    revision: str
    licence: str
    attribution: str
    files: list[dict[str, Any]] = field(default_factory=list)

    def fetch(self, downloads: Downloads, file: RemoteFile) -> LocalFile:
        """Return the file from the network or the cache, and remember it as used."""
        local = downloads.fetch(file)
        self.files.append({"name": file.name.partition("/")[2], "bytes": local.size, "sha256": local.sha256})
        return local

    def facts(self, dataset: str) -> dict[str, Any]:
        return {
            "dataset": dataset,
            "revision": self.revision,
            "licence": self.licence,
            "attribution": self.attribution,
            "files": self.files,
        }

    def note(self) -> str:
        return f"{self.attribution} Licence: {self.licence}."
