"""From scores to the day's list: no copies, no flood, every interest its seats, one paper to learn from, an audit.

Pure and seeded: the same candidates, scores and seed give the same list. It knows
matrices and names, no reader and no date.
"""
