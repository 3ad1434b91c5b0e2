"""What to say when a program is not there."""


class Missing(Exception):
    """A program that some tests need is not on this computer. The message says how to get it."""

    def __init__(self, what: str, package: str) -> None:
        super().__init__(f"{what}: apt-get install --no-install-recommends {package}")
