"""Invented papers, readers and digests for the tests of the digest."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.digest.compose import compose
from bot.domain import ArxivId, Digest, Found, Language, Link, LinkKind, PaperRecord, Reader, Why
from ranking.domain import Explanation, Paper, Reason, Scored

SUNDAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 23)
MOMENT = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)

LANTERN = (
    "Night driving remains hard for cameras. Existing detectors lose half of their accuracy after dusk. "
    "In this paper, we propose Lantern, a detector that learns from pairs of day and night images, without labels. "
    "Lantern aligns the features of both by a contrastive loss with temperature $\\tau = 10^{-2}$. "
    "On two public benchmarks it improves average precision by 7.5\\% over the best earlier method. "
    "An ablation shows that two thirds of the gain come from the pairing. "
    "Code is available at https://github.com/lantern-lab/lantern.git."
)
KITES = (
    "卫星图像中的小目标检测十分困难。现有方法依赖大量标注。本文提出“风筝网络”，一种无需标注的小目标检测方法。"
    "该方法利用相邻帧之间的运动一致性生成伪标签。在三个数据集上，风筝网络的平均精度提升了4.2%。"
)
LONG_TITLE = "A Rather Long Title About Everything " * 10


def record(
    seq: int = 1, title: str = "Lantern: Seeing at Night", abstract: str = LANTERN, **more: object
) -> PaperRecord:
    """A paper record; `more` may hold authors, categories, comment, arxiv, url, links, published, image."""
    paper = Paper(
        id=f"p{seq}",
        title=title,
        abstract=abstract,
        authors=more.get("authors", ("Ada Example", "Bo Specimen")),  # type: ignore[arg-type]
        categories=more.get("categories", ("cs.CV",)),  # type: ignore[arg-type]
        published=more.get("published", MOMENT),  # type: ignore[arg-type]
        comment=str(more.get("comment", "")),
    )
    return PaperRecord(
        seq=seq,
        paper=paper,
        url=str(more.get("url", f"https://arxiv.org/abs/2611.0000{seq}")),
        first_seen=MOMENT,
        arxiv=more.get("arxiv", ArxivId(f"2611.0000{seq}")),  # type: ignore[arg-type]
        links=more.get("links", ()),  # type: ignore[arg-type]
        image=str(more.get("image", "")),
    )


def scored(paper_id: str = "p1", stars: float = 4.31, *reasons: Reason) -> Scored:
    return Scored(paper_id, stars - 3, stars, (stars - 0.7, stars + 0.6), 0.87, Explanation(reasons, 0.1))


def digest_of(*ranked: tuple[PaperRecord, Scored], **more: object) -> Digest:
    """A digest of those items; `more` may hold reader, day, considered, titles, empty, length."""
    return compose(
        more.get("reader", Reader(1, "42")),  # type: ignore[arg-type]
        more.get("day", SUNDAY),  # type: ignore[arg-type]
        ranked,
        length=int(str(more.get("length", 6))),
        considered=int(str(more.get("considered", 1234))),
        drawn_to=9,
        titles=more.get("titles", {"old": "Torches & <Lamps>"}),  # type: ignore[arg-type]
        empty=more.get("empty"),  # type: ignore[arg-type]
    )


def varied(language: Language = Language.ENGLISH) -> Digest:
    """Five items: a full one, a hostile title, a very long one without text, an article, a Chinese one."""
    article = Link(LinkKind.ARTICLE, "https://blog.example/a?b=1&c=2", Found.NOTE)
    code = Link(LinkKind.CODE, "https://gitee.com/kites/kites", Found.FEED)
    return digest_of(
        (
            record(1, comment="Accepted to CVPR 2027 (Oral). Project page: https://lantern-lab.github.io/lantern/"),
            scored(
                "p1",
                4.31,
                Reason("term", "night driving", 0.9),
                Reason("paper", "old", 0.5, 5),
                Reason("author", "Ada Example", 0.3),
                Reason("term", "contrastive", 0.2),
                Reason("category", "cs.CV", -0.1),
            ),
        ),
        (
            record(2, title='Is <b>5 < 3</b> & "x" 😀🚀 for $\\ell_2$-norms? costs 5$', abstract="Short text."),
            scored("p2", 5.4, Reason("paper", "gone", 0.4, 4)),
        ),
        (
            record(3, title=LONG_TITLE, abstract="", authors=(), arxiv=None, url="https://feed.example/3"),
            scored("p3", 3.0),
        ),
        (
            record(4, title="Why lamps?", arxiv=None, url="https://blog.example/a?b=1&c=2", links=(article,)),
            scored("p4", 2.5, Reason("term", "lamps", -0.4), Reason("paper", "old", -0.6, 1)),
        ),
        (record(5, title="风筝网络：无标注小目标检测", abstract=KITES, links=(code,)), scored("p5", 0.2)),
        reader=Reader(1, "42", language),
    )


def nothing(why: Why, day: date = MONDAY) -> Digest:
    return digest_of(empty=why, day=day, considered=0)
