"""Judging rankers by what readers rated later. Every figure here is of ratings that the judged ranker had not seen."""
