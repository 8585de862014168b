"""Samverkan: a knowledge graph of publicly funded cooperation projects."""

__version__ = "0.1.0"
