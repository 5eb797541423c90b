"""`bandu sources`, and OPML through `import` and `export`: what is looked at, what is added, what is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.portable import opml
from tests.fakes.arxiv_feed import rss
from tests.unit.cli.conftest import Shell

ROBOTS = b"""<rss version='2.0'><channel><title>Robots\x1b[31m weekly</title>
<item><title>A robot prunes</title></item></channel></rss>"""
PAGE = b"""<!doctype html><head><link rel="alternate" type="application/rss+xml" href="/robots.xml">
<link rel="alternate" type="application/atom+xml" href="/second.xml"></head>"""


@pytest.fixture
def site(shell: Shell) -> Shell:
    """A page that names two feeds."""
    shell.feeds.serve("/robots.xml", ROBOTS)
    shell.feeds.serve("/second.xml", ROBOTS.replace(b"Robots", b"Second"))
    shell.feeds.serve("/page", PAGE, "text/html")
    return shell


def added(shell: Shell) -> list[tuple[str, str]]:
    return [(s["name"], s["url"]) for s in shell("sources", "list", "--json").json if s["name"] != "arXiv cs.CV"]


def test_a_feed_is_added_with_a_line_of_preview(site: Shell):
    address = site.feeds.url + "/robots.xml"
    done = site("sources", "add", address)
    assert (done.code, done.out) == (0, "")
    assert done.err == "Robots[31m weekly: 1 entry; newest: A robot prunes\n"
    assert added(site) == [(address, address)]


def test_behind_a_page_its_feed_is_added_under_the_address_of_the_page(site: Shell):
    page, feed = site.feeds.url + "/page", site.feeds.url + "/robots.xml"
    done = site("sources", "add", page)
    assert done.code == 0
    assert f"{site.feeds.host}/page is a page; added is the feed behind it, {site.feeds.host}/robots.xml." in done.err
    assert f"Also behind it: {site.feeds.url}/second.xml" in done.err
    assert added(site) == [(page, feed)]
    [_, one] = site("ingest", "--json").json["sources"]
    assert (one["name"], one["status"], one["seen"]) == (page, "ok", 1)


def test_a_name_of_ones_own_is_kept(site: Shell):
    site("sources", "add", site.feeds.url + "/page", "--name", "robots")
    assert added(site) == [("robots", site.feeds.url + "/robots.xml")]


@pytest.mark.parametrize("path", ["/nowhere", "/empty"])
def test_what_answers_nothing_or_is_no_feed_is_added_as_it_is_with_a_warning(shell: Shell, path: str):
    shell.feeds.serve("/empty", b"<!doctype html><title>x</title>", "text/html")
    done = shell("sources", "add", shell.feeds.url + path)
    assert (done.code, done.out, done.err.count("\n")) == (0, "", 1)
    assert "No feed was found there now, so it is added unseen:" in done.err
    assert added(shell) == [(shell.feeds.url + path, shell.feeds.url + path)]


def test_as_it_is_nothing_is_looked_at(site: Shell):
    done = site("sources", "add", site.feeds.url + "/page", "--as-is")
    assert (done.code, done.err) == (0, "")
    assert added(site) == [(site.feeds.url + "/page", site.feeds.url + "/page")]
    assert site.feeds.hits == []


def test_one_name_and_one_address_are_one_source(site: Shell):
    site("sources", "add", site.feeds.url + "/robots.xml", "--name", "robots")
    again = site("sources", "add", site.feeds.url + "/page")
    assert (again.code, again.err) == (1, "bandu: That address is read already, as 'robots'.\n")
    taken = site("sources", "add", site.feeds.url + "/second.xml", "--name", "robots")
    assert (taken.code, taken.err) == (1, "bandu: There is a source named 'robots' already.\n")


def test_no_password_and_no_key_is_listed(site: Shell):
    secret = site.feeds.url.replace("http://", "http://ada:hunter2@") + "/robots.xml?token=s3cr3t"
    assert site("sources", "add", secret).code == 0
    for said in (site("sources", "list"), site("sources", "list", "--json"), site("ingest"), site("ingest", "--json")):
        assert "hunter2" not in said.out + said.err
        assert "s3cr3t" not in said.out + said.err
    assert site("ingest", "--json").json["sources"][1]["status"] in ("ok", "unchanged")


def test_a_list_tells_state_times_and_counts(site: Shell):
    site("sources", "add", site.feeds.url + "/robots.xml")
    site("sources", "add", site.feeds.url + "/nowhere")
    assert site("sources", "list").out.count("not read yet") == 3
    site("ingest")
    _, good, bad = site("sources", "list", "--json").json
    assert (good["status"], good["seen"], good["new"], good["failures"]) == ("ok", 1, 1, 0)
    assert good["title"].startswith("Robots")
    assert good["good_at"] is not None
    assert (bad["status"], bad["good_at"], bad["failures"]) == ("failed", None, 1)
    assert "404" in bad["error"]
    lines = site("sources", "list").out.splitlines()
    assert "1 entry, 1 new" in lines[1]
    assert "last good never" in lines[2]
    assert "404" in lines[2]


def test_what_everybody_reads_goes_out_as_a_list_and_comes_back(site: Shell, tmp_path: Path):
    file = tmp_path / "all.opml"
    site("sources", "add", site.feeds.url + "/robots.xml", "--name", "Robots & co")
    site("sources", "add", site.feeds.url + "/second.xml")
    assert site("sources", "export", "--out", str(file)).code == 0
    before = added(site)
    for name, _ in before:
        assert site("sources", "remove", name).code == 0
    done = site("sources", "import", str(file), "--json")
    assert done.json["read"] == 3
    assert done.json["sources"] == 2
    assert [s["why"] for s in done.json["skipped"]] == ["That address is read already, as 'arXiv cs.CV'."]
    assert added(site) == before
    again = site("sources", "import", str(file))
    assert again.out.startswith("3 feeds read, 0 sources added.\nskipped all.opml:")


def test_a_reader_takes_a_list_in_and_out(site: Shell, tmp_path: Path):
    site.feeds.serve("/rss/cs.CV", rss([1]))
    site("ingest")
    file = tmp_path / "mine.opml"
    file.write_text(
        f'<opml version="1.0"><body><outline text="Mine" xmlUrl="{site.feeds.url}/robots.xml?key=mine"/>\n'
        f'<outline text="bad" xmlUrl="ftp://x"/><outline xmlUrl="{site.feeds.url}/rss/cs.CV"/></body></opml>'
    )
    done = site("import", str(file), "--reader", "77", "--json")
    assert (done.code, done.json["read"], done.json["ratings"], done.json["papers"]) == (0, 2, 0, 0)
    assert done.json["sources"] == 2
    assert [(s["line"], s["why"]) for s in done.json["skipped"]] == [
        (2, "this is not an address that feeds are read from")
    ]
    written = opml.read(site("export", "--reader", "77", "--format", "opml").out)
    assert [(f.url, f.title) for f in written.feeds] == [
        (f"{site.feeds.url}/rss/cs.CV", "arXiv cs.CV"),
        (f"{site.feeds.url}/robots.xml?key=mine", "Mine"),
    ]
    others = site("export", "--reader", "me", "--format", "opml").out
    assert "robots" not in others
    assert site("import", str(file), "--reader", "77", "--json").json == done.json
    assert len(added(site)) == 1


def test_what_a_reader_has_of_their_own_is_listed_without_its_whole_address(site: Shell, tmp_path: Path):
    file = tmp_path / "mine.opml"
    file.write_text(f'<opml><body><outline xmlUrl="{site.feeds.url}/robots.xml?feed=own"/></body></opml>')
    site("import", str(file), "--reader", "77")
    assert site("ingest").code == 0
    [own, _] = site("sources", "list", "--json").json
    assert (own["shared"], own["url"]) == (False, f"{site.feeds.host}/robots.xml?…")
    assert "own" not in site("sources", "export").out


def test_more_than_a_hundred_sources_of_a_readers_own_are_skipped_with_the_reason(shell: Shell, tmp_path: Path):
    file = tmp_path / "many.opml"
    many = "\n".join(f'<outline xmlUrl="https://example.org/{n}"/>' for n in range(102))
    file.write_text(f"<opml><body>{many}</body></opml>")
    done = shell("import", str(file), "--reader", "77", "--json").json
    assert (done["read"], done["sources"]) == (102, 100)
    assert [(s["line"], s["file"].endswith("many.opml")) for s in done["skipped"]] == [(101, True), (102, True)]


@pytest.mark.parametrize("content", [b"", b"\x89PNG\0\0", b"hello"])
def test_a_file_that_is_no_list_is_told_to_be_none(shell: Shell, tmp_path: Path, content: bytes):
    file = tmp_path / "x.opml"
    file.write_bytes(content)
    done = shell("sources", "import", str(file))
    assert done.code == 0
    assert "skipped x.opml:0:" in done.out
    assert shell("sources", "import", str(tmp_path / "none.opml")).code == 1
