import threading

print(threading.current_thread(), threading.active_count() == 1, [t.name for t in threading.enumerate()])
print(threading.main_thread() is threading.current_thread(), threading.main_thread().ident == threading.get_ident())
