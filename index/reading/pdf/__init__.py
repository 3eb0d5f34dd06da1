"""PDF files: their text layer, their pages that are pictures, and where on a page a quotation stands."""
