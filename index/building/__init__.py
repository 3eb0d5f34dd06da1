"""From files to a published generation: what changed, read and embedded once, written by workers."""
