import cProfile
import io
import pstats


def f():
    return sum(range(100))


profile = cProfile.Profile()
profile.runcall(f)
print(pstats.Stats(profile, stream=io.StringIO()).total_calls)
