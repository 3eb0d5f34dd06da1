"""Servers that can hold an index in place of this process's files; each satisfies `index.engine.Engine`."""
