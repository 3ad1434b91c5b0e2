"""How fast the house is, measured on generated data. Never part of the tests: machines are noisy."""
