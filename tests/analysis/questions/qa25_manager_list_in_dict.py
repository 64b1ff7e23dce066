# verdict: fix-first
# lines: 8
# cause: copy|assign|whole
from multiprocessing import Process, Manager

def add_log(shared, who):
    for i in range(3):
        shared['log'].append("%s %d" % (who, i))

if __name__ == '__main__':
    m = Manager()
    shared = m.dict()
    shared['log'] = []
    ps = []
    for who in ('A', 'B'):
        p = Process(target=add_log, args=(shared, who))
        ps.append(p)
        p.start()
    for p in ps:
        p.join()
    print(shared['log'])    # [] ???
