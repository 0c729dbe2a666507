"""One function for each action a person in the office does."""
