"""`python -m qa` is the same as `wenzheng`."""

from qa.cli import main

raise SystemExit(main())
