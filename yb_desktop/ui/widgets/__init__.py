"""The parts screens are made of; each takes plain values and callables, none knows a service."""
