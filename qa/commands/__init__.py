"""The command line: commands, the lines they print, progress."""
