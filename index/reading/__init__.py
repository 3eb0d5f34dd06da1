"""Bytes to text: decoding, and repair of what layout broke."""
