"""`python -m qa` is `wenzheng`."""

from qa.cli import main

raise SystemExit(main())
