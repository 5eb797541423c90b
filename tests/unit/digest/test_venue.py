from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.digest.award import award
from bot.digest.venue import venue, venue_of
from tests.unit.digest.specimens import record


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("Accepted to CVPR 2026 (Oral)", "CVPR 2026 (Oral)"),
        ("Accepted by CVPR2025. 12 pages, 5 figures", "CVPR 2025"),
        ("ICCV'25", "ICCV'25"),
        ("ICML25", "ICML 25"),
        ("10 pages; NeurIPS 2025 Spotlight", "NeurIPS 2025 Spotlight"),
        ("Published at NeurIPS 2025 D&B", "NeurIPS 2025 D&B"),
        ("International Conference on Robotics and\n  Automation (ICRA), 2025", "ICRA 2025"),
        ("Accepted by IEEE TGRS", "IEEE TGRS"),
        ("Accepted at CVPR 2025 Lamp Workshop", "CVPR 2025 Workshop"),
        ("CVPRW 2025", "CVPRW 2025"),
        ("Accepted to ICLR 2025. Extended version submitted to TPAMI", "ICLR 2025"),
        ("Accepted to CVPR 2025 as Oral Presentation", "CVPR 2025 (Oral)"),
        ("Highlight Accepted to CVPR 2025", "CVPR 2025 (Highlight)"),
        ("Accepted for oral presentation at the CVPR 2025 Lamp Workshop", "CVPR 2025 Workshop (Oral)"),
        ("Proceedings of the Lamp Conference (CVPR), 2025, pp. 1-10", "CVPR 2025"),
        ("Submitted to CVPR 2026", None),
        ("Submitting to the ICCV 2025 workshop", None),
        ("Under review at ICLR 2026", None),
        ("Second place in the CVPR 2025 lamp challenge", None),
        ("TIP of the iceberg, 12 pages", None),
        ("12 pages, 5 figures", None),
        ("", None),
    ],
)
def test_a_venue_is_said_only_where_the_comment_says_it_clearly(comment: str, expected: str | None) -> None:
    assert venue(comment) == expected


def test_what_the_proceedings_state_stands_above_the_comment() -> None:
    comment = "Accepted to CVPR 2026"
    stated = replace(record(comment=comment), venue="ICCV 2027\n(Oral)")
    assert venue_of(stated) == "ICCV 2027 (Oral)"
    assert venue_of(record(comment=comment)) == "CVPR 2026"
    assert venue_of(record()) is None
    assert len(venue_of(replace(record(), venue="x" * 9_000)) or "") <= 80


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("Accepted by PSIVT 2023. Best paper award. Repo: https://lamp.example", "Best paper award"),
        ("Accepted to CVPR 2025 as Award Candidate & Oral Presentation", "Award Candidate"),
        ("ICCV 2027 (Best Student Paper Honorable Mention)", "Best Student Paper Honorable Mention"),
        ("CVPR 2026, outstanding paper award finalist", "Outstanding paper award finalist"),
        ("Our team won the best paper challenge", None),
        ("Extension of a Best Paper Award winner", None),
        ("The 2nd Price Award of the Lamp Challenge", None),
        ("Top 5 and runners up in classification", None),
        ("12 pages, a paper on awards", None),
        ("", None),
    ],
)
def test_a_prize_is_said_only_where_the_comment_says_it_of_this_paper(comment: str, expected: str | None) -> None:
    assert award(comment) == expected


@pytest.mark.shared
def test_venues_are_read_for_a_third_of_real_comments_and_prizes_hardly_ever(shared_data: Path) -> None:
    with gzip.open(shared_data / "papers" / "cs.CV_2025-03-18_2025-06-19.jsonl.gz") as file:
        comments = [json.loads(line)["comment"] or "" for line in file]
    venues = [found for found in map(venue, comments) if found]
    assert len(list(filter(None, comments))) == 4_574
    assert len(venues) >= 1_540
    assert sum(v.endswith(("(Oral)", "(Highlight)", "(Spotlight)")) for v in venues) >= 30
    assert len(list(filter(None, map(award, comments)))) == 2
