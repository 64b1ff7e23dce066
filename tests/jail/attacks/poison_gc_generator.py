# Closes the generator that runs it.
# end: ok | error
# says: closing
import gc
import types

print("closing", flush=True)
for thing in gc.get_objects():
    if isinstance(thing, types.GeneratorType):
        try:
            thing.close()
        except Exception as error:
            print(type(error).__name__, flush=True)
