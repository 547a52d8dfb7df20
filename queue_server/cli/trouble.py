"""What a command says when it cannot do what was asked."""


class Trouble(Exception):
    """One sentence for whoever typed the command."""


class FileTrouble(Trouble):
    """What is wrong in a file, each fault on a line that begins with file and line number."""
