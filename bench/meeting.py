"""In real browsers: from the typed code to being inside, and to the other's first picture."""


def main() -> None:
    raise NotImplementedError
