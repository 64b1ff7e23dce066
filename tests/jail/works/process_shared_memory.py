# Shared memory, values, arrays, locks, events and queues.
# end: ok
# says: 4 [1, 2, 3] b'shared' done
import multiprocessing
from multiprocessing import shared_memory


def work(value, array, name, queue, event):
    for _ in range(2):
        with value.get_lock():
            value.value += 1
    array[2] = 3
    block = shared_memory.SharedMemory(name)
    block.buf[:6] = b"shared"
    block.close()
    event.wait(5)
    queue.put("done")


if __name__ == "__main__":
    value, array = multiprocessing.Value("i", 0), multiprocessing.Array("i", [1, 2, 0])
    block = shared_memory.SharedMemory(create=True, size=1024)
    queue, event = multiprocessing.Queue(), multiprocessing.Event()
    workers = [multiprocessing.Process(target=work, args=(value, array, block.name, queue, event)) for _ in range(2)]
    for worker in workers:
        worker.start()
    event.set()
    said = [queue.get(timeout=5) for _ in workers]
    for worker in workers:
        worker.join()
    print(value.value, list(array), bytes(block.buf[:6]), said[0])
    block.close()
    block.unlink()
