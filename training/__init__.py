"""From public and own questions to the weights of the reader; imported by nothing that answers."""
