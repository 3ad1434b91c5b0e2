"""Entente: partners, agreements, forums, and the facts behind them, in English and in French."""

__version__ = "0.1.0"
