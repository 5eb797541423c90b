"""Decoding pictures that strangers made, done in a worker process alone. Knows no paper and fetches nothing."""
