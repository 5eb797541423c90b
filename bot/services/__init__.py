"""The use cases, one verb family a file. They know the store and the ports, never Telegram or HTTP.

Async where they wait; SQL and parsing are reached by one thread hop, learning and ranking by a worker.
"""
