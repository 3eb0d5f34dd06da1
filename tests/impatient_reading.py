"""A process that reads files, as the program's own does, but ends by itself soon after it should be done."""

import sys

from index.building import reading_worker

if __name__ == "__main__":
    reading_worker._GRACE_S = 0
    sys.exit(reading_worker.main(sys.argv[1:]))
