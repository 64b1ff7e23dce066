# Two threads, two locks, the wrong order.
# end: timeout
# limits: wallMs=1000
import threading

first, second, both = threading.Lock(), threading.Lock(), threading.Barrier(2)


def take(one, other):
    with one:
        both.wait()
        with other:
            pass


threading.Thread(target=take, args=(first, second)).start()
threading.Thread(target=take, args=(second, first)).start()
