"""The picture of a page: captured where it changes, encoded once for each quality, carried to every seat."""
