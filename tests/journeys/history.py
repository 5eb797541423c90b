"""An invented reader's rated notes, in the format `note`."""

from __future__ import annotations

NOTE = """# 2026-11-18

1. [Orchards at dusk](https://example.org/orchards) :star::star::star::star:

   Abstract: Pruning of apple branches under a canopy, planned by a harvest robot in the orchard.

2. [A scribe's ligatures](https://example.org/ligatures) :star:

   Abstract: Glyph shapes and ink strokes of handwriting in a manuscript, read by paleography.
"""
