from concurrent.futures import ThreadPoolExecutor, ProcessPoolExecutor, as_completed
from multiprocessing import Pool
def f(x): 
    return 1/x
def run():
    with ThreadPoolExecutor(2) as ex:
        fs=[ex.submit(f,n) for n in (0,1,2)]
        for x in as_completed(fs):
            try: x.result()
            except ZeroDivisionError as e:
                import traceback; traceback.print_exc()
    with Pool(2) as p:
        try: list(p.imap(f,[0,1]))
        except ZeroDivisionError as e: print('imap', repr(e))
        r=p.apply_async(f,(0,))
        try: r.get()
        except ZeroDivisionError as e: traceback.print_exc()
        p.close()
        p.join()  # leaving a pool that still has workers hung once, in a bare python3
    with ProcessPoolExecutor(2) as p:
        try: list(p.map(f,[0,1]))
        except ZeroDivisionError as e: print('pmap')
if __name__=='__main__': run()
