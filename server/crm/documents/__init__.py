"""Documents of clients: shared with them, asked of them, signed by them, or for the office alone.

A document has versions; what is told of it is told of the newest. Its state says who may ever have it: `shared` the
client by a link, `internal` the office alone, `library` one adviser, as a stock to share from. `access.py` is the only
place that decides what a link opens, and it opens nothing but `shared`.
"""
