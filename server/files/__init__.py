"""The files of a session: taken in as streams, known by their bytes, handed out by links that soon run out."""
