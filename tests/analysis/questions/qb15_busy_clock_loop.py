import time

def job_a():
    print("a", time.strftime("%M:%S"))

def job_b():
    print("b", time.strftime("%M:%S"))

last_a = last_b = 0
count = 0
while True:
    now = time.time()
    if now - last_a > 0.5:
        job_a()
        last_a = now
        count += 1
    if now - last_b > 1:
        job_b()
        last_b = now
    if count > 5:
        break
# my laptop fan is going crazy

# expert: the loop spins at full speed on the clock: sleep until the next job is due
# verdict: fix-first, sequential
# lines: 11, 12
# cause: spin|busy|sleep|full core|poll
