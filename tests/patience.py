"""How long a test waits for what is to come: a bound against hanging, generous because tests share their machine."""

PATIENCE = 60.0
"""Seconds. Whoever waits ends as soon as it has come, so a long bound costs nothing where all is well."""
