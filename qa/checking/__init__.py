"""Claims and quotes of others held against the reports."""
