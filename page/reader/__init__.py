"""The reader: a whole report, with the cited stretch marked."""
