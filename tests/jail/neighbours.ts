/** Pairs of programs that run side by side: one takes all it can get of a quota, the other needs a little of it. */
const HOLD_S = 4
const LOOK_S = 2.5

type Pair = Readonly<{ greedy: string; honest: string }>

/** Each greedy program says `holding`; each honest one says `fine` unless something was refused in its time. */
export const PAIRS: Readonly<Record<string, Pair>> = {
  'buffers of pipes': {
    greedy: `import fcntl, os, time
pipes = []
try:
    while len(pipes) < 200:
        pipes.append(os.pipe())
        fcntl.fcntl(pipes[-1][1], fcntl.F_SETPIPE_SZ, 1 << 20)
except OSError:
    pass
print("holding", len(pipes), flush=True)
time.sleep(${HOLD_S})`,
    honest: `import os, time
problem = None
end = time.monotonic() + ${LOOK_S}
while time.monotonic() < end and not problem:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    written = os.write(writing, bytes(60_000))
    if written < 60_000:
        problem = f"a pipe took {written} bytes"
    os.close(reading)
    os.close(writing)
    time.sleep(0.05)
print(problem or "fine")`,
  },
  'descriptors on their way': {
    greedy: `import socket, time
left, right = socket.socketpair()
left.setblocking(False)
sent = 0
try:
    while sent < 5000:
        socket.send_fds(left, [b"x"], [1] * 250)
        sent += 250
except OSError:
    pass
print("holding", sent, flush=True)
time.sleep(${HOLD_S})`,
    honest: `import os, socket, time
problem = None
end = time.monotonic() + ${LOOK_S}
while time.monotonic() < end and not problem:
    left, right = socket.socketpair()
    try:
        socket.send_fds(left, [b"x"], [1])
        os.close(socket.recv_fds(right, 1, 1)[1][0])
    except OSError as error:
        problem = repr(error)
    left.close()
    right.close()
    time.sleep(0.05)
print(problem or "fine")`,
  },
}
