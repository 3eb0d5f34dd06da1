"""A language model that words verified evidence, and is held to it sentence by sentence. Off unless it is set up."""
