"""What makes two sightings one paper: identifiers, names, and a join that does not care about order.

Pure. Knows nothing of feeds' formats, of the store or of the clock: moments come in as arguments.
"""

from bot.identity.addresses import canonical_url, parse_doi
from bot.identity.arxiv import find_arxiv, parse_arxiv
from bot.identity.components import Component, components
from bot.identity.naming import best, name_in, names_in, names_of, paper_id
from bot.identity.records import all_joined, first_sighting, is_revised, joined
from bot.identity.titles import fingerprint, title_name

__all__ = [
    "Component",
    "all_joined",
    "best",
    "canonical_url",
    "components",
    "find_arxiv",
    "fingerprint",
    "first_sighting",
    "is_revised",
    "joined",
    "name_in",
    "names_in",
    "names_of",
    "paper_id",
    "parse_arxiv",
    "parse_doi",
    "title_name",
]
