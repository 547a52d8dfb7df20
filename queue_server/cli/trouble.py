"""What a command says when it cannot do what was asked."""


class Trouble(Exception):
    """One sentence for whoever typed the command."""
