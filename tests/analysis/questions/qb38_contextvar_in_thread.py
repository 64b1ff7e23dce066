import threading
from contextvars import ContextVar

tenant = ContextVar("tenant")

def audit(action):
    print(tenant.get(), action)

def import_rows(rows):
    for r in rows:
        audit(f"import {r}")

def view(name, rows):
    tenant.set(name)
    audit("begin")
    t = threading.Thread(target=import_rows, args=(rows,))
    t.start()
    t.join()
    audit("end")

view("acme", [1, 2, 3])
view("globex", [4])

# expert: a new thread starts with an empty context: copy_context().run as target
# verdict: fix-first
# lines: 16, 7
# cause: context
