"""The content as it is shipped, read once for all tests of a process: nobody changes it, who must takes `load()`."""

from messages.library import load

LIBRARY = load()
