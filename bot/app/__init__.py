"""Putting the product together: everything is opened here, in order, and closed in reverse.

Tests hand fakes to the same functions.
"""
