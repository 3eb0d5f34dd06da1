"""`python -m qa` is the same as `wenzheng`."""

from qa.commands.cli import main

raise SystemExit(main())
