"""Text to reports: parts, kinds, places, periods, sections, chunks, corrections."""
