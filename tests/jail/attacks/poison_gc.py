# Walks through all objects, finds the jail's own and breaks what it can.
# end: ok | error | signal
# says: walking
import gc

print("walking", flush=True)
for thing in gc.get_objects():
    if type(thing).__name__ in ("Tracer", "_Bottom", "Run", "_Server"):
        for name in list(getattr(thing, "__dict__", ())):
            try:
                setattr(thing, name, None)
            except Exception:
                pass
