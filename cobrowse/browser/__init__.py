"""The browser of one page: its display, its processes, its tabs, and what bounds them."""
