"""Names and addresses: what makes two mentions the same actor, and which mentions name nobody."""
