"""The picture of a digest in the README, made from the specimen day: `python -m tests.picture` draws it anew."""
