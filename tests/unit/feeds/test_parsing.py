"""Parsing as a job: what comes back is a value or one sentence, also where the worker gave up."""

from __future__ import annotations

import pickle

import pytest

from bot.domain import ParsedFeed
from bot.errors import ParseError, WorkFailed
from bot.feeds.parsing import ParseFeed, Parser, Refused
from bot.ports import Fetched
from bot.workers import InlineWorker
from tests.fakes.worker import ThreadWorker

FEED = "<rss version='2.0'><channel><item><title>论文</title></item></channel></rss>"
URL = "https://example.org/feed"


async def test_a_document_is_read_by_its_kind_and_in_the_encoding_that_the_server_named():
    feed = await Parser(InlineWorker())("feed", Fetched(FEED.encode("gbk"), URL, charset="gbk"))
    assert [entry.title for entry in feed.entries] == ["论文"]


async def test_a_document_that_is_no_feed_is_refused_in_the_parser_s_own_words():
    with pytest.raises(ParseError, match=r"^The document is empty\.$"):
        await Parser(InlineWorker())("feed", Fetched(b"", URL))


async def test_where_the_worker_gave_up_only_the_document_is_to_blame():
    worker = ThreadWorker()
    worker.failures = [WorkFailed("The job took longer than 30 seconds.")]
    parser = Parser(worker)
    with pytest.raises(ParseError, match=r"^The document could not be read: the job took longer than 30 seconds\.$"):
        await parser("feed", Fetched(FEED.encode(), URL))
    assert (await parser("feed", Fetched(FEED.encode(), URL))).entries


def test_the_job_and_both_its_answers_can_be_handed_between_processes():
    job = pickle.loads(pickle.dumps(ParseFeed("feed", FEED.encode(), URL)))
    assert isinstance(pickle.loads(pickle.dumps(job.run())), ParsedFeed)
    refused = ParseFeed("no such kind", b"", URL).run()
    assert isinstance(refused, Refused)
    assert pickle.loads(pickle.dumps(refused)) == refused
