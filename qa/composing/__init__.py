"""Questions of more than one span → composed answers: parts, outlines, calculations."""
