"""Text of pictures: scans, photographs of pages, tables published as pictures."""
