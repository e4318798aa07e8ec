"""Keys, certificates and proof of time: our own authority, the office's certificate, and clocks."""

from signing.trust.lengths import mend

# Before anything is signed or read.
mend()
