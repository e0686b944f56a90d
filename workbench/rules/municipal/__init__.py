"""Rules that follow from the beslut and from the municipality's instruction (chapter 9.2)."""
