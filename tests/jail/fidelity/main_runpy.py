import runpy

print(sorted(k for k in runpy.run_path("beside.py") if not k.startswith("__")))
# file: beside.py
value = 5
