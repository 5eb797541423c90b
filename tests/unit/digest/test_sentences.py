from __future__ import annotations

import pytest

from bot.digest.sentences import sentences

SPLIT = (
    "We follow Doe et al. in this. It gains 3.5 points, i.e. Much more than before. See Fig. 3 for details.",
    ["We follow Doe et al. in this.", "It gains 3.5 points, i.e. Much more than before.", "See Fig. 3 for details."],
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        SPLIT,
        ("As in Doe et al. We differ.", ["As in Doe et al.", "We differ."]),
        ("Proved by J. Smith. So it is.", ["Proved by J. Smith.", "So it is."]),
        ("Dogs vs. Cats, e.g. Tabbies. Done!", ["Dogs vs. Cats, e.g. Tabbies.", "Done!"]),
        ('Is it "so?" Yes. (Really.) Fine', ['Is it "so?"', "Yes.", "(Really.)", "Fine"]),
        ("It is fast. pySLAM is a library.", ["It is fast.", "pySLAM is a library."]),
        ("Code at https://a.example/b.c. Enjoy.", ["Code at https://a.example/b.c.", "Enjoy."]),
        (
            "现有方法很慢。本文提出新方法；它更快！真的吗？是",
            ["现有方法很慢。", "本文提出新方法；", "它更快！", "真的吗？", "是"],
        ),
        ("提升了4.2%。We also win.", ["提升了4.2%。", "We also win."]),
        ("no end", ["no end"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected
