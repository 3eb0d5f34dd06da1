"""What stands between the network and the page: who and what is let in, how much, how fast."""
