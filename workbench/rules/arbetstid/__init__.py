"""Working time (9 d § first paragraph 4 LSS): the acts, agreements, and what they leave open."""
