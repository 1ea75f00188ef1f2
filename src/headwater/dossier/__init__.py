"""The published output: selection, checks, rendering, interchange formats. Its rooms are laid; nothing is rendered here yet."""
