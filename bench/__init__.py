"""What we measure, and the commands that measure it. Not part of the installed program."""
