"""Sentence vectors from a server that speaks OpenAI's embeddings API.

The operator names the server, so it may be loopback; what it answers is taken for hostile all the same. Sentences name
its host alone: neither the key, nor credentials in the address, nor a text ever stand in one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx

from bot.embed.answer import vectors_in
from bot.embed.excerpt import excerpt
from bot.errors import EmbeddingFailed, EmbeddingRefused, SettingsError
from bot.ports import Clock
from ranking.domain import Vectors, text_key

LARGEST = 32_000_000
"""Bytes of an answer: 16 vectors of 8,192 numbers of 20 digits take 3 MB."""
LONGEST_PAUSE = 3_600.0
"""Seconds that a server may ask us to stay away."""
OF_THESE_TEXTS = (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY)
"""Refusals that fewer or other texts may escape."""


class EndpointEmbedder:
    """The `Embedder` port over HTTP: `POST {base}/embeddings`. To be closed. Raises SettingsError for an odd base."""

    def __init__(
        self, base: str, model: str, clock: Clock, key: str = "", *, seconds: float = 60.0, largest: int = LARGEST
    ) -> None:
        try:
            self._url = httpx.URL(f"{base.rstrip('/')}/embeddings")
        except httpx.InvalidURL as error:
            raise SettingsError("BANDU_EMBED is not an address that can be asked.") from error
        self._name = model
        self._clock = clock
        self._seconds = seconds
        self._largest = largest
        # Compressed answers are refused: a small one may swell beyond the cap between two looks at its size.
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        self._client = httpx.AsyncClient(headers=headers, timeout=seconds, trust_env=False, follow_redirects=False)

    @property
    def model(self) -> str:
        """The model and where it is served: two servers may mean different things by one name."""
        return f"{self._name} at {self._url.copy_with(userinfo=b'', query=None)}"

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Raises EmbeddingFailed, EmbeddingRefused."""
        body = await self._post({"model": self._name, "input": [excerpt(text) for text in texts]})
        width, data = await asyncio.to_thread(vectors_in, body, len(texts))
        return Vectors(tuple(text_key(text) for text in texts), width, data)

    async def aclose(self) -> None:
        await self._client.aclose()

    async def _post(self, question: dict[str, object]) -> bytes:
        host = self._url.host
        try:
            async with (
                asyncio.timeout(self._seconds),
                self._client.stream("POST", self._url, json=question) as response,
            ):
                return await self._body(response)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise EmbeddingFailed(f"The embeddings endpoint {host} took longer than {self._seconds:g} s.") from error
        except httpx.HTTPError as error:
            # Not `from`: what the library says of a request may quote its headers.
            kind = type(error).__name__
            raise EmbeddingFailed(f"The embeddings endpoint {host} could not be asked ({kind}).") from None

    async def _body(self, response: httpx.Response) -> bytes:
        host, status = self._url.host, response.status_code
        if status in OF_THESE_TEXTS:
            raise EmbeddingRefused(f"The embeddings endpoint {host} refused the texts ({status}).")
        if status != HTTPStatus.OK:
            pause = self._pause(response.headers.get("Retry-After", "").strip())
            raise EmbeddingFailed(f"The embeddings endpoint {host} answered {status}.", retry_after=pause)
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise EmbeddingRefused(f"The embeddings endpoint {host} sent a compressed answer, which was not asked for.")
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > self._largest:
                raise EmbeddingRefused(f"The embeddings endpoint {host} sent more than {self._largest} bytes.")
        return bytes(body)

    def _pause(self, retry_after: str) -> float:
        """Seconds that the server asks for, as a number or a date; 0 where it does not, or cannot be understood."""
        if retry_after.isascii() and retry_after.isdecimal():
            return min(float(retry_after[:9]), LONGEST_PAUSE)
        try:
            at = parsedate_to_datetime(retry_after)
        except (ValueError, OverflowError):
            return 0.0
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return min(max((at - self._clock()).total_seconds(), 0.0), LONGEST_PAUSE)
