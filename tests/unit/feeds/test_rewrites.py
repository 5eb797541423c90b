"""Pages of well-known sites, and the sources that stand behind them."""

from __future__ import annotations

import pytest

from bot.domain import SourceSpec
from bot.feeds import kind_of
from bot.feeds.rewrites import rewrites

RSS = "https://rss.arxiv.org/rss"
API = "https://export.arxiv.org/api/query"
NEWEST = "sortBy=submittedDate&sortOrder=descending&max_results=50"


def found(url: str) -> tuple[SourceSpec, ...]:
    return rewrites(url, RSS, API)


@pytest.mark.parametrize(
    ("page", "source", "kind"),
    [
        ("https://arxiv.org/list/cs.CV/recent", f"{RSS}/cs.CV", "arxiv_rss"),
        ("http://www.arxiv.org/list/cs.CV/pastweek?skip=0&show=50", f"{RSS}/cs.CV", "arxiv_rss"),
        ("https://arxiv.org/list/eess/new", f"{RSS}/eess", "arxiv_rss"),
        ("https://arxiv.org/list/cond-mat.mtrl-sci/new", f"{RSS}/cond-mat.mtrl-sci", "arxiv_rss"),
        ("http://export.arxiv.org/rss/cs.CV", f"{RSS}/cs.CV", "arxiv_rss"),
        ("https://rss.arxiv.org/atom/cs.CV", f"{RSS}/cs.CV", "arxiv_rss"),
        ("https://arxiv.org/a/spout_a_1", "https://arxiv.org/a/spout_a_1.atom", "arxiv_api"),
        ("https://arxiv.org/a/spout_a_1.atom2", "https://arxiv.org/a/spout_a_1.atom", "arxiv_api"),
        (
            "https://arxiv.org/search/?query=steam+maps&searchtype=all&source=header",
            f"{API}?search_query=all%3Asteam+AND+all%3Amaps&{NEWEST}",
            "arxiv_api",
        ),
        (
            "https://arxiv.org/search/cs?query=Spout%2C+Ada&searchtype=author",
            f"{API}?search_query=au%3A%22Spout+Ada%22&{NEWEST}",
            "arxiv_api",
        ),
        (
            'https://arxiv.org/search/?query="steam maps"&searchtype=title',
            f"{API}?search_query=ti%3A%22steam+maps%22&{NEWEST}",
            "arxiv_api",
        ),
        ("https://huggingface.co/papers", "https://huggingface.co/api/daily_papers", "hf_daily"),
        ("https://huggingface.co/papers/date/2026-03-02", "https://huggingface.co/api/daily_papers", "hf_daily"),
        ("https://huggingface.co/blog", "https://huggingface.co/blog/feed.xml", "feed"),
        (
            "https://openreview.net/group?id=ICLR.cc/2026/Conference#tab-accept-oral",
            "https://api2.openreview.net/notes?content.venueid=ICLR.cc/2026/Conference&offset=0&limit=500",
            "openreview",
        ),
        ("https://openaccess.thecvf.com/CVPR2026", "https://openaccess.thecvf.com/CVPR2026?day=all", "cvf"),
        ("https://openaccess.thecvf.com/ICCV2019.py", "https://openaccess.thecvf.com/ICCV2019.py?day=all", "cvf"),
        ("http://openaccess.thecvf.com/WACV2026", "https://openaccess.thecvf.com/WACV2026", "cvf"),
        (
            "https://www.youtube.com/channel/UCkettle_-0123456789",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UCkettle_-0123456789",
            "feed",
        ),
        (
            "https://youtube.com/playlist?list=PLkettle",
            "https://www.youtube.com/feeds/videos.xml?playlist_id=PLkettle",
            "feed",
        ),
        ("https://old.reddit.com/r/computervision/top/?t=day", "https://www.reddit.com/r/computervision/.rss", "feed"),
        ("https://www.reddit.com/user/ada_spout", "https://www.reddit.com/user/ada_spout/.rss", "feed"),
        ("https://medium.com/@ada.spout/why-lids-123", "https://medium.com/feed/@ada.spout", "feed"),
        ("https://kettle-lab.medium.com/", "https://kettle-lab.medium.com/feed", "feed"),
        ("https://kettles.substack.com/p/lids", "https://kettles.substack.com/feed", "feed"),
        ("https://sigmoid.social/@ada/1234", "https://sigmoid.social/@ada.rss", "feed"),
        ("https://bsky.app/profile/ada.example.org", "https://bsky.app/profile/ada.example.org/rss", "feed"),
    ],
)
def test_a_page_leads_to_its_source(page: str, source: str, kind: str) -> None:
    first = found(page)[0]
    assert (first.url, first.kind) == (source, kind)
    assert first.name == source


def test_a_repository_has_releases_and_where_there_are_none_tags() -> None:
    repository = "https://github.com/kettle-lab/pour-over"
    expected = [f"{repository}/releases.atom", f"{repository}/tags.atom"]
    for page in (
        repository,
        f"{repository}/",
        f"{repository}.git",
        f"{repository}/tree/main/src",
        f"{repository}/tags",
    ):
        assert [spec.url for spec in found(page)] == expected
    assert [spec.title for spec in found(repository)] == ["kettle-lab/pour-over releases", "kettle-lab/pour-over tags"]


def test_a_venue_of_old_may_be_in_either_interface_of_openreview() -> None:
    hosts = [spec.url.split("/")[2] for spec in found("https://openreview.net/group?id=ICLR.cc/2021/Conference")]
    assert hosts == ["api2.openreview.net", "api.openreview.net"]


def test_arxiv_is_read_where_the_installation_reads_it() -> None:
    (listing,) = rewrites("https://arxiv.org/list/cs.CV/new", "http://127.0.0.1:8000/rss/", "http://127.0.0.1:8000/api")
    assert listing.url == "http://127.0.0.1:8000/rss/cs.CV"
    (search,) = rewrites("https://arxiv.org/search/?query=steam", RSS, "http://127.0.0.1:8000/api")
    assert search.url.startswith("http://127.0.0.1:8000/api?search_query=all%3Asteam&")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "kettle.example.org",
        "http://[",
        "ftp://arxiv.org/list/cs.CV/new",
        "https://kettle.example.org/list/cs.CV/new",
        "https://arxiv.org.kettle.example.org/list/cs.CV/new",
        "https://arxiv.org/abs/2603.00001",
        "https://arxiv.org/list/cs.CV&x=1/new",
        "https://arxiv.org/search/?query=",
        "https://arxiv.org/search/?query=%22%3A%29&searchtype=all",
        "https://arxiv.org/search/?query=x&searchtype=orcid",
        "https://export.arxiv.org/api/query?search_query=all:steam",
        "https://rss.arxiv.org/rss/cs.CV",
        "https://huggingface.co/papers/2603.00001",
        "https://huggingface.co/kettle-lab/pour-over",
        "https://github.com/kettle-lab",
        "https://github.com/topics/kettles",
        "https://github.com/kettle-lab/pour-over/releases.atom",
        "https://openreview.net/forum?id=kEtTle0001",
        "https://openreview.net/group?id=ICLR.cc",
        "https://openreview.net/group?id=ICLR.cc/2026/Conference%26limit=1",
        "https://openaccess.thecvf.com/menu",
        "https://openaccess.thecvf.com/CVPR2026?day=2026-06-05",
        "https://www.youtube.com/@kettles",
        "https://www.youtube.com/watch?v=kettle",
        "https://www.reddit.com/r/computervision/.rss",
        "https://medium.com/feed/@ada",
        "https://kettles.substack.com/feed",
        "https://medium.com/",
        "https://sigmoid.social/about",
        f"https://arxiv.org/list/cs.CV/{'x' * 3_000}",
    ],
)
def test_an_address_that_is_a_source_or_none_is_left_as_it_is(url: str) -> None:
    assert found(url) == ()


def test_what_is_found_is_of_the_kind_that_its_address_says() -> None:
    pages = ("arxiv.org/list/cs.CV/new", "github.com/a/b", "huggingface.co/papers", "openaccess.thecvf.com/CVPR2026")
    specs = [spec for page in pages for spec in found(f"https://{page}")]
    assert [kind_of(spec.url) for spec in specs] == [spec.kind for spec in specs]
