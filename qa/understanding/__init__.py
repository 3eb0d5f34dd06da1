"""Question to Query: names, periods, what is asked, language, follow-ups."""
