"""Bandu: papers from feeds, ranked for each reader by what they rated, and sent as a daily digest."""
