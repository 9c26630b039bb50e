"""messages KNOWS: what may be said, and how to find it. Pure: no clock, no database, no network."""

import os

# Before numpy is imported: over one message its threads only wait for each other, up to 100 ms on a busy machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
