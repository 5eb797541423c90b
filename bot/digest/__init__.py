"""The day's list, purely: from scores to items, from items to a message, and the buttons under it."""
