"""Where a paper appears, as its proceedings or its authors' comment state it. Says nothing where that is not clear."""

from __future__ import annotations

import re

from bot.digest.readable import readable
from bot.digest.tips import cut
from bot.domain import PaperRecord

_LONGEST = 80
_NAMES = (
    "CVPRW|ICCVW|ECCVW|WACVW|CVPR|ICCV|ECCV|WACV|ACCV|BMVC|NeurIPS|NIPS|ICML|ICLR|AAAI|IJCAI|ACL|EMNLP|NAACL|EACL|COLING|TACL|"
    "KDD|WWW|SIGIR|CIKM|"
    "WSDM|RecSys|UAI|AISTATS|COLT|COLM|CoRL|RSS|ICRA|IROS|RA-L|RAL|ISMAR|IEEE VR|CHI|UIST|IUI|ACM MM|ACMMM|MM|ICMR|"
    "ICME|ICIP|"
    "ICASSP|INTERSPEECH|Interspeech|ICPR|ICDAR|FG|IJCB|3DV|MICCAI|MIDL|ISBI|IPMI|SIGGRAPH Asia|SIGGRAPH|Eurographics|"
    "IGARSS|ISPRS|ICTAI|IJCNN|ITSC|IV|DAC|DATE|TMLR|JMLR|TPAMI|T-PAMI|PAMI|IJCV|TIP|TMM|TCSVT|TVCG|TNNLS|TGRS|TMI|"
    "TOG|TCI|CVIU|FAccT|USENIX Security|CCS|NDSS|ECAI|ECML[- ]?PKDD|ECML|PAKDD|SDM|ICDM|ICDE|VLDB|SIGMOD|AAMAS|L4DC|"
    "GECCO|CogSci|HRI|ICANN|ICONIP|PRCV|ICIG|MMM|CAIP|CBMI|MVA|VISAPP|EUSIPCO|MMSP|VCIP|PCS|DCC|ETRA|ASSETS|ISSTA|ICSE"
)
_YEAR = r"(?:(?:\s+Workshops?)?\)?\s*[-,]?\s*(?:20\d\d)|\s*['’]\s*\d\d|[12]\d(?!\d))"
_TRACK = (
    r"(?i:\s*\(\s*(?:oral|spotlight|highlight|poster|findings|best paper[^)]*|workshops?|main(?: conference)?|"
    r"demo(?: track)?|datasets? and benchmarks?(?: track)?|d&b(?: track)?|journal track|award[^)]*)[^)]{0,40}\)"
    r"|\s+(?:workshops?|oral|spotlight|highlight|findings|demo track|d&b(?: track)?|"
    r"datasets? (?:and|&) benchmarks?(?: track)?)\b)?"
)
_VENUE = re.compile(rf"(?<![\w-])(?:(?:IEEE/CVF|IEEE|ACM)\s+)?(?:{_NAMES}){_YEAR}(?!\d){_TRACK}")
_UNDATED = re.compile(rf"(?<![\w-])(?:(?:IEEE/CVF|IEEE|ACM)\s+)?(?:{_NAMES})(?![\w-])(?!\s+[A-Z]{{2}}){_TRACK}")
_ACCEPTED = re.compile(
    r"\b(?:accepted|published|appear(?:s|ed|ing)?|presented|camera[- ]ready|in proc(?:eedings|\.)?)\b", re.IGNORECASE
)
_UNSURE = re.compile(
    r"\b(?:subm\w*|under (?:peer )?review|in review|rejected|withdrawn|challenge|competition|"
    r"preprint (?:for|of)|extended version|extension of|extends|journal version of|previous|earlier|"
    r"preliminary|winner|solution|place)\b|审稿|投稿",
    re.IGNORECASE,
)
_DISTINCTION = re.compile(r"\b(oral|spotlight|highlight)(?:s|ed)?\b", re.IGNORECASE)
_CLAUSE = re.compile(r"(?<!\bProc)[.;|](?=\s|$)|\n\s*\n")


def venue_of(record: PaperRecord) -> str | None:
    """The venue that a source stated of the paper, else the one that the authors' comment states."""
    stated = " ".join(readable(record.venue[: 4 * _LONGEST]).split())
    return cut(stated, _LONGEST) or venue(record.paper.comment)


def venue(comment: str) -> str | None:
    """The venue with its year and track as the comment writes it ("CVPR 2026 (Oral)"); None when unsure."""
    for clause in _CLAUSE.split(" ".join(comment.split())):
        if _UNSURE.search(clause):
            continue
        found = _VENUE.search(clause)
        if found is None and _ACCEPTED.search(clause):
            found = _UNDATED.search(clause)
        if found is not None:
            return _tidy(found[0], clause)
    return None


def _tidy(written: str, clause: str) -> str:
    """One spelling ("CVPR2025", "(CVPR), 2025" → "CVPR 2025"); a workshop is never passed off as its conference."""
    name = " ".join(re.sub(r"(?<=\w)\)?,?\s*(?=20\d\d\b)", " ", written).split())
    name = re.sub(r"(?<=[A-Za-z])(?=\d\d\b)", " ", name)
    if re.search(r"workshop|@ ", clause, re.IGNORECASE) and not re.search(r"workshop|W\b", name, re.IGNORECASE):
        name += " Workshop"
    distinction = _DISTINCTION.search(clause)
    if distinction and not _DISTINCTION.search(name):
        name += f" ({distinction[1].capitalize()})"
    return name
