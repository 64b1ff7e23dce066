# The hook for forgotten coroutines raises.
# end: ok
import warnings


async def forgotten():
    pass


def wrong(*_):
    raise SystemExit(66)


warnings._warn_unawaited_coroutine = wrong
forgotten()
