"""The tab that lists, adds and puts right reports."""
