"""Fetching over real HTTP from a local server that misbehaves in every way that it can."""

from __future__ import annotations

import gzip
import socket
import zlib
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from itertools import repeat

import pytest

from bot.errors import FetchError
from bot.feeds.fetch import HttpFetcher
from bot.feeds.network import resolve
from tests.fakes.feed_server import Answer, FeedServer, Request, cut, document, drip, gzip_bomb, redirect, silence
from tests.fakes.raw_server import RawServer

NOW = datetime(2025, 3, 19, 4, 0, tzinfo=UTC)
AGENT = "Bandu/0.0 (+https://example.org/bandu)"


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as server:
        yield server


@pytest.fixture
async def fetcher(server: FeedServer) -> AsyncIterator[HttpFetcher]:
    async with HttpFetcher(
        AGENT,
        frozenset({server.host}),
        max_bytes=100_000,
        total_seconds=1.5,
        read_seconds=0.4,
        connect_seconds=1.0,
        clock=lambda: NOW,
    ) as fetcher:
        yield fetcher


async def failure(fetcher: HttpFetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(url)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return caught.value


async def test_a_document_comes_with_its_validators_and_the_address_it_came_from(
    server: FeedServer, fetcher: HttpFetcher
) -> None:
    server.routes["/feed"] = document(b"<rss/>", modified="Wed, 19 Mar 2025 04:00:00 GMT")
    got = await fetcher.fetch(server.url + "/feed")
    assert got.body == b"<rss/>"
    assert got.url == server.url + "/feed"
    assert got.etag.startswith('"')
    assert got.last_modified == "Wed, 19 Mar 2025 04:00:00 GMT"


async def test_an_unchanged_document_is_not_sent_again(server: FeedServer, fetcher: HttpFetcher) -> None:
    url = server.serve("/feed", b"<rss/>")
    first = await fetcher.fetch(url)
    again = await fetcher.fetch(url, first.etag, "Wed, 19 Mar 2025 04:00:00 GMT")
    assert again.body is None
    assert again.etag == first.etag
    assert again.last_modified == "Wed, 19 Mar 2025 04:00:00 GMT"
    assert server.hits[1].headers["if-modified-since"] == "Wed, 19 Mar 2025 04:00:00 GMT"


async def test_the_fetcher_says_who_it_is(server: FeedServer, fetcher: HttpFetcher) -> None:
    await fetcher.fetch(server.serve("/feed", b"<rss/>"))
    assert server.hits[0].headers["user-agent"] == AGENT
    assert server.hits[0].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("encoding", "packed"), [("gzip", gzip.compress(b"<rss/>")), ("deflate", zlib.compress(b"<rss/>")), ("", b"<rss/>")]
)
async def test_a_packed_document_is_unpacked(
    server: FeedServer, fetcher: HttpFetcher, encoding: str, packed: bytes
) -> None:
    server.routes["/feed"] = (200, {"Content-Encoding": encoding}, packed)
    assert (await fetcher.fetch(server.url + "/feed")).body == b"<rss/>"


@pytest.mark.parametrize(
    ("encoding", "body", "says"),
    [
        ("gzip", gzip.compress(b"<rss/>" * 99)[:20], "ends in the middle"),
        ("gzip", b"<rss/>", "damaged"),
        ("br", b"<rss/>", "not asked for"),
        ("gzip, gzip", b"<rss/>", "not asked for"),
    ],
)
async def test_a_document_that_cannot_be_unpacked_is_refused(
    server: FeedServer, fetcher: HttpFetcher, encoding: str, body: bytes, says: str
) -> None:
    server.routes["/feed"] = (200, {"Content-Encoding": encoding}, body)
    assert says in str(await failure(fetcher, server.url + "/feed"))


async def test_redirects_are_followed_to_the_document(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.routes["/a"] = redirect("/b?x=1", 301)
    server.routes["/b"] = redirect(f"{server.url}/c", 308)
    server.serve("/c", b"<rss/>")
    got = await fetcher.fetch(server.url + "/a")
    assert got.body == b"<rss/>"
    assert got.url == server.url + "/c"


async def test_a_circle_of_redirects_is_left(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.routes["/a"] = redirect("/a")
    assert "redirects more than 5 times" in str(await failure(fetcher, server.url + "/a"))
    assert server.count("/a") == 6


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("http://127.0.0.1:9/x", "not on the open internet"),
        ("http://169.254.169.254/latest/meta-data", "not on the open internet"),
        ("http://[::ffff:10.0.0.1]/", "not on the open internet"),
        ("file:///etc/passwd", "Only http and https"),
        ("gopher://example.org/", "Only http and https"),
        ("http://[", "cannot be read"),
        ("http://[::1", "not HTTP as it should be"),
    ],
)
async def test_a_redirect_leads_nowhere_inside(
    server: FeedServer, fetcher: HttpFetcher, target: str, says: str
) -> None:
    server.routes["/a"] = redirect(target)
    assert says in str(await failure(fetcher, server.url + "/a"))


async def test_a_loopback_server_that_is_not_listed_is_refused(server: FeedServer) -> None:
    server.serve("/feed", b"<rss/>")
    async with HttpFetcher(AGENT, frozenset({f"localhost:{server.port}", f"127.0.0.1:{server.port + 1}"})) as fetcher:
        error = await failure(fetcher, server.url + "/feed")
        assert "not on the open internet" in str(error)
        assert not error.offline
        assert server.hits == []
        assert (await fetcher.fetch(f"http://LOCALHOST:{server.port}/feed")).body == b"<rss/>"


async def test_a_public_name_that_resolves_inside_is_refused(server: FeedServer) -> None:
    async def inside(host: str, port: int) -> list[str]:
        assert host == "feeds.example.org"
        return ["93.184.215.14", "127.0.0.1"]

    server.serve("/feed", b"<rss/>")
    async with HttpFetcher(AGENT, resolve=inside) as fetcher:
        error = await failure(fetcher, f"http://feeds.example.org:{server.port}/feed")
    assert "not on the open internet" in str(error)
    assert server.hits == []


async def test_the_next_address_of_a_host_is_tried_when_one_does_not_answer(server: FeedServer) -> None:
    async def two(host: str, port: int) -> list[str]:
        return ["::1", "127.0.0.1"]

    server.serve("/feed", b"<rss/>")
    async with HttpFetcher(AGENT, frozenset({f"feeds.test:{server.port}"}), resolve=two) as fetcher:
        assert (await fetcher.fetch(f"http://feeds.test:{server.port}/feed")).body == b"<rss/>"
    assert server.hits[0].headers["host"] == f"feeds.test:{server.port}"


async def test_a_name_that_does_not_resolve_means_offline() -> None:
    async def nowhere(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    async with HttpFetcher(AGENT, resolve=nowhere) as fetcher:
        error = await failure(fetcher, "https://feeds.example.org/feed?token=secret")
    assert error.offline
    assert str(error) == "No connection to feeds.example.org could be made."


async def test_a_closed_port_means_offline() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    async with HttpFetcher(AGENT, frozenset({host})) as fetcher:
        assert (await failure(fetcher, f"http://{host}/")).offline


async def test_a_server_that_speaks_no_tls_is_not_taken_for_being_offline(
    server: FeedServer, fetcher: HttpFetcher
) -> None:
    error = await failure(fetcher, f"https://{server.host}/feed")
    assert not error.offline


async def test_a_document_over_the_limit_is_refused(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.serve("/feed", b"x" * 100_001)
    assert "larger than 0.1 MB" in str(await failure(fetcher, server.url + "/feed"))
    server.serve("/feed", b"x" * 100_000)
    assert len((await fetcher.fetch(server.url + "/feed")).body or b"") == 100_000


async def test_a_gzip_bomb_stops_at_the_limit(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.routes["/feed"] = gzip_bomb(200_000_000)
    assert "larger than 0.1 MB" in str(await failure(fetcher, server.url + "/feed"))


async def test_a_feed_that_never_ends_stops_at_the_limit_of_bytes(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.routes["/feed"] = drip(b"<item/>" * 2_000, every=0.001)
    assert "larger than" in str(await failure(fetcher, server.url + "/feed"))


async def test_a_feed_that_drips_stops_at_the_limit_of_time(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.routes["/feed"] = drip(every=0.05)
    assert str(await failure(fetcher, server.url + "/feed")) == "127.0.0.1 took longer than 1.5 s."


async def test_a_server_that_says_nothing_is_left(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.routes["/feed"] = silence()
    assert "stopped answering" in str(await failure(fetcher, server.url + "/feed"))


async def test_a_connection_that_breaks_off_is_a_failure(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.routes["/feed"] = cut(b"<rss><channel>")
    assert "broke off" in str(await failure(fetcher, server.url + "/feed"))


@pytest.mark.parametrize(
    "told",
    [
        (404, "", "answered 404 (Not Found).", 0),
        (410, "", "answered 410 (Gone).", 0),
        (500, "", "answered 500 (Internal Server Error).", 0),
        (599, "", "answered 599.", 0),
        (429, "120", "answered 429 (Too Many Requests) and asks for a pause of 120 s.", 120),
        (429, " 999999 ", "answered 429 (Too Many Requests) and asks for a pause of 999999 s.", 86_400),
        (503, "9999999", "answered 503 (Service Unavailable).", 0),
        (
            503,
            "Wed, 19 Mar 2025 04:30:00 GMT",
            "answered 503 (Service Unavailable) and asks for a pause until 2025-03-19 04:30 UTC.",
            1_800,
        ),
        (
            503,
            "Tue, 18 Mar 2025 04:30:00 GMT",
            "answered 503 (Service Unavailable) and asks for a pause until 2025-03-18 04:30 UTC.",
            0,
        ),
        (503, "<script>", "answered 503 (Service Unavailable).", 0),
    ],
)
async def test_a_refusal_is_told_with_its_status_and_pause(
    server: FeedServer, fetcher: HttpFetcher, told: tuple[int, str, str, float]
) -> None:
    status, retry_after, says, seconds = told
    server.routes["/feed"] = (status, {"Retry-After": retry_after} if retry_after else {}, b"")
    error = await failure(fetcher, server.url + "/feed")
    assert (str(error), error.status, error.retry_after) == (f"127.0.0.1 {says}", status, seconds)


async def test_no_cookie_is_kept(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.routes["/feed"] = (200, {"Set-Cookie": "who=reader; Path=/"}, b"<rss/>")
    await fetcher.fetch(server.url + "/feed")
    await fetcher.fetch(server.url + "/feed")
    assert "cookie" not in server.hits[1].headers


async def test_credentials_in_an_address_are_used_and_never_told(server: FeedServer, fetcher: HttpFetcher) -> None:
    def guarded(request: Request) -> Answer:
        known = "authorization" in request.headers
        return (200, {}, b"<rss/>") if known else (401, {}, b"")

    server.routes["/feed"] = guarded
    server.routes["/away"] = redirect(f"http://localhost:{server.port}/feed")
    got = await fetcher.fetch(f"http://ada:lovelace@{server.host}/feed")
    assert got.body == b"<rss/>"
    assert "lovelace" not in got.url
    error = await failure(fetcher, f"http://ada:lovelace@{server.host}/nothing?key=lovelace")
    assert "lovelace" not in str(error)


async def test_credentials_do_not_follow_a_redirect_to_another_host(server: FeedServer) -> None:
    server.routes["/away"] = redirect(f"http://localhost:{server.port}/feed")
    server.serve("/feed", b"<rss/>")
    async with HttpFetcher(AGENT, frozenset({server.host, f"localhost:{server.port}"})) as fetcher:
        await fetcher.fetch(f"http://ada:lovelace@{server.host}/away")
    assert "authorization" in server.hits[0].headers
    assert "authorization" not in server.hits[1].headers


@pytest.mark.parametrize(
    "url",
    [
        "",
        "feed",
        "ftp://example.org/x",
        "file:///etc/passwd",
        "http://",
        "http://[",
        "http://a\x00b/",
        "//x/y",
        "http://a:99999/",
    ],
)
async def test_what_is_no_web_address_is_refused_in_a_sentence(fetcher: HttpFetcher, url: str) -> None:
    await failure(fetcher, url)


async def test_a_validator_that_could_not_be_sent_back_is_not_kept(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.routes["/feed"] = (200, {"ETag": '"caf\xe9"', "Last-Modified": "x" * 2_000}, b"<rss/>")
    got = await fetcher.fetch(server.url + "/feed")
    assert (got.etag, got.last_modified) == ("", "")


async def test_an_answer_that_is_no_document_has_its_status_all_the_same(
    server: FeedServer, fetcher: HttpFetcher
) -> None:
    server.routes["/large"] = document(b"x" * 200_000)
    server.routes["/circle"] = redirect("/circle", 301)
    assert (await failure(fetcher, server.url + "/large")).status == 200
    assert (await failure(fetcher, server.url + "/circle")).status == 301


@pytest.mark.parametrize(
    ("said", "media", "charset"),
    [
        ("application/xml", "application/xml", ""),
        ("Text/HTML; Charset=GB2312", "text/html", "gb2312"),
        ('application/rss+xml;charset="utf-8"', "application/rss+xml", "utf-8"),
        ("text/xml; boundary=x; charset = 'iso-8859-1'", "text/xml", "iso-8859-1"),
        ("text/xml; charset=", "text/xml", ""),
        ("nonsense", "", ""),
        ("text/xml; charset=" + "x" * 500, "text/xml", "x" * 40),
        ("", "", ""),
    ],
)
async def test_a_document_comes_with_what_the_server_calls_it(
    server: FeedServer, fetcher: HttpFetcher, said: str, media: str, charset: str
) -> None:
    server.routes["/feed"] = (200, {"Content-Type": said}, b"<rss/>")
    got = await fetcher.fetch(server.url + "/feed")
    assert (got.media, got.charset) == (media, charset)


async def test_a_document_packed_in_several_parts_is_unpacked_whole(server: FeedServer, fetcher: HttpFetcher) -> None:
    packed = gzip.compress(b"<rss>") + gzip.compress(b"</rss>") + b"\0" * 100
    server.routes["/feed"] = (200, {"Content-Encoding": "gzip"}, packed)
    assert (await fetcher.fetch(server.url + "/feed")).body == b"<rss></rss>"


@pytest.mark.parametrize("size", [1_000_000, 999_999, 1_000_001, 3_000_000])
async def test_a_large_packed_document_loses_nothing(server: FeedServer, size: int) -> None:
    body = bytes(size)
    server.routes["/feed"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(body))
    async with HttpFetcher(AGENT, frozenset({server.host})) as fetcher:
        assert (await fetcher.fetch(server.url + "/feed")).body == body


async def test_what_follows_a_packed_document_without_end_is_not_kept(server: FeedServer, fetcher: HttpFetcher) -> None:
    endless: Iterable[bytes] = (gzip.compress(b"<rss/>"), *([b"junk" * 4_000] * 200))
    server.routes["/feed"] = (200, {"Content-Encoding": "gzip"}, endless)
    assert "larger than 0.1 MB" in str(await failure(fetcher, server.url + "/feed"))


async def test_a_bomb_in_the_older_packing_stops_at_the_limit(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.routes["/feed"] = (200, {"Content-Encoding": "deflate"}, zlib.compress(bytes(50_000_000), 9))
    assert "larger than 0.1 MB" in str(await failure(fetcher, server.url + "/feed"))


async def test_a_bomb_within_a_bomb_is_no_more_than_its_shell(server: FeedServer, fetcher: HttpFetcher) -> None:
    inner = gzip.compress(gzip.compress(bytes(50_000_000)))
    server.routes["/feed"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(inner))
    assert (await fetcher.fetch(server.url + "/feed")).body == inner


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n"


@pytest.mark.parametrize(
    ("pieces", "says"),
    [
        ([b"<rss version='2.0'><channel/></rss>\r\n\r\n"], "not HTTP as it should be"),
        ([b"220 mail.example.org ESMTP\r\n\r\n"], "not HTTP as it should be"),
        ([b"HTTP/9.9 lots of \xff\r\n\r\n"], "not HTTP as it should be"),
        ([HEAD + b"no colon here\r\n\r\n"], "not HTTP as it should be"),
        ([HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"], "not HTTP as it should be"),
        ([HEAD, *[b"X-%d: %s\r\n" % (n, b"y" * 1000) for n in range(2_000)]], "not HTTP as it should be"),
        ([HEAD + b"X: ", *repeat(b"y" * 10_000, 1_000)], "not HTTP as it should be"),
        ([HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<rss>"], "broke off"),
        ([b""], "broke off"),
        ([HEAD + b"\r\n", *repeat(b"<item/>" * 1_000, 1_000)], "larger than 0.1 MB"),
    ],
    ids=[
        "no head at all",
        "another protocol",
        "another version",
        "a header without a colon",
        "a chunk of no length",
        "too many headers",
        "a header without end",
        "cut in a chunk",
        "nothing",
        "a body without end",
    ],
)
async def test_what_is_no_proper_answer_is_refused_in_a_sentence(pieces: list[bytes], says: str) -> None:
    with RawServer(pieces) as server:
        async with HttpFetcher(AGENT, frozenset({server.host}), max_bytes=100_000, read_seconds=0.5) as fetcher:
            error = await failure(fetcher, server.url)
    assert says in str(error)
    assert not error.offline


async def test_headers_that_drip_stop_at_the_limit_of_time(server: FeedServer) -> None:
    def slow() -> Iterator[bytes]:
        yield HEAD
        while not server._stopping.wait(0.05):
            yield b"X: y\r\n"

    with RawServer(slow) as raw:
        async with HttpFetcher(AGENT, frozenset({raw.host}), total_seconds=0.5) as fetcher:
            assert "took longer than 0.5 s" in str(await failure(fetcher, raw.url))
        server._stopping.set()


async def test_a_name_that_is_public_at_first_and_inside_at_the_redirect_is_refused(server: FeedServer) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]])

    async def rebinding(host: str, port: int) -> list[str]:
        return next(answers)

    server.routes["/a"] = redirect(f"http://feeds.test:{server.port}/b")
    server.routes["/b"] = redirect(f"http://other.test:{server.port}/c")
    async with HttpFetcher(AGENT, frozenset({f"feeds.test:{server.port}"}), resolve=rebinding) as fetcher:
        error = await failure(fetcher, f"http://feeds.test:{server.port}/a")
    assert "other.test" in str(error)
    assert "not on the open internet" in str(error)
    assert [hit.path for hit in server.hits] == ["/a", "/b"]


async def test_the_address_that_was_checked_is_the_one_connected_to(server: FeedServer) -> None:
    asked: list[str] = []

    async def once(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    server.serve("/feed", b"<rss/>")
    async with HttpFetcher(AGENT, frozenset({f"feeds.test:{server.port}"}), resolve=once) as fetcher:
        await fetcher.fetch(f"http://feeds.test:{server.port}/feed")
    assert asked == ["feeds.test"]


@pytest.mark.parametrize(
    "address", ["[::1]", "[::ffff:127.0.0.1]", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "[::]"]
)
async def test_no_inner_address_of_the_newer_internet_is_asked(fetcher: HttpFetcher, address: str) -> None:
    assert "not on the open internet" in str(await failure(fetcher, f"http://{address}:9/feed"))


async def test_a_listed_address_of_the_newer_internet_is_asked() -> None:
    with RawServer([HEAD + b"Content-Length: 6\r\n\r\n<rss/>"], socket.AF_INET6) as server:
        async with HttpFetcher(AGENT, frozenset({server.host})) as fetcher:
            assert (await fetcher.fetch(server.url)).body == b"<rss/>"


async def test_a_name_is_looked_up_off_the_loop_s_own_threads() -> None:
    assert await resolve("127.0.0.1", 80) == ["127.0.0.1"]
    with pytest.raises(UnicodeError):
        await resolve("a" * 100 + ".example", 80)
