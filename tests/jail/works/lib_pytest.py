# pytest runs the tests of the program itself
# end: ok
# says: 2 passed
import pytest


def test_one():
    assert 1 + 1 == 2


@pytest.mark.parametrize("n", [2])
def test_two(n):
    assert n == 2


if __name__ == "__main__":
    raise SystemExit(pytest.main(["-q", "-p", "no:cacheprovider", "main.py"]))
