from __future__ import annotations

import pytest

from bot.digest.venue import venue


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
