"""What holds for every test."""

from tests.support.profiles import load

load()
