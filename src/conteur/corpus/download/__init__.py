"""Files from the network, checked byte for byte, in a cache that outlives what DVC deletes.

Why not a library: `hf_hub_download` does not check content and starts again from nothing after a kill, pooch and
parfive do not resume, and what does resume trusts the ETag of the last host, which the hub's does not always send.
"""

from conteur.corpus.download.cache import Downloads, LocalFile
from conteur.corpus.download.patience import Patience
from conteur.corpus.download.remote import RemoteFile, hub_file, hub_listing

__all__ = ["Downloads", "LocalFile", "Patience", "RemoteFile", "hub_file", "hub_listing"]
