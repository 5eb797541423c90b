"""What other parsers' suites expect of an entry's title, link, date and text is what we read, but for what is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.suites.claims import Field
from tests.suites.count import SUITES, count

pytestmark = pytest.mark.shared

LEAST = {
    "feedparser_tests": {Field.TITLE: 127, Field.LINK: 26, Field.DATE: 14, Field.TEXT: 261},
    "gofeed_testdata": {Field.TITLE: 55, Field.LINK: 22, Field.DATE: 16, Field.TEXT: 66},
    "rss_parser": {Field.TITLE: 1369, Field.LINK: 1369, Field.DATE: 1352, Field.TEXT: 1223},
}
"""How much there is to compare: less would mean that expectations are passed over."""
ODD = {
    "bozo_linenoise.xml": "it wants bytes of two encodings read as a third; we read each as what it is",
    "entry_content_iframe.xml": "what stands inside a frame is not shown by a browser either",
    "entry_summary_iframe.xml": "what stands inside a frame is not shown by a browser either",
    "entry_content_crazy.xml": "it wants the source of scripts kept as text",
    "entry_summary_crazy.xml": "it wants the source of scripts kept as text",
    "entry_title_crazy.xml": "it wants the source of scripts kept as text",
    "item_content_encoded_crazy.xml": "it wants the source of scripts kept as text",
    "item_description_crazy.xml": "it wants the source of scripts kept as text",
    "item_fullitem_crazy.xml": "it wants the source of scripts kept as text",
    "item_content_encoded_script_nested_cdata.xml": "it wants the brackets of CDATA in CDATA kept as text",
    "issue_275_extensions_and_source.xml": "an element of XML is an entry's whole content: markup, and no text",
    "json10_simple.json": "it says neither that it is a JSON Feed nor what it is called",
    "rss_channel_item_uri_at_protocol.xml": "a link's address that no browser opens comes before the one that it opens",
}


@pytest.mark.parametrize(("suite", "read"), SUITES, ids=lambda x: x if isinstance(x, str) else "")
def test_what_a_suite_expects_is_read(shared_data: Path, suite: str, read: object) -> None:
    assert callable(read)
    said = read(shared_data / "feeds" / suite)
    counted = count(said)
    assert said.unread == ()
    assert {
        field: counted.comparable[field] for field in Field if counted.comparable[field] < LEAST[suite][field]
    } == {}
    assert [m for m in counted.misses if m.claim.file.name not in ODD] == []
    assert len(counted.misses) <= len(ODD)
