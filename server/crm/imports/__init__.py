"""Imports and exports of clients."""
