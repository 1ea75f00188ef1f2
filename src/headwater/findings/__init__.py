"""Tests of what statements say: figures, events, rules, authenticity. Its rooms are laid; nothing is computed here yet."""
