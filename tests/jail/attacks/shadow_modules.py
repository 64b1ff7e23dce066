# Files named like the jail's modules and like the library's.
# end: ok
# says: mine mine mine mine mine
import asyncio
import json
import kernel
import learner
import tracer

print(asyncio.WHOSE, json.WHOSE, kernel.WHOSE, learner.WHOSE, tracer.WHOSE)
# file: asyncio.py
WHOSE = "mine"
# file: json.py
WHOSE = "mine"
# file: kernel.py
WHOSE = "mine"
# file: learner.py
WHOSE = "mine"
# file: tracer.py
WHOSE = "mine"
# file: os.py
raise SystemExit("os.py of the work folder was imported")
# file: sitecustomize.py
raise SystemExit("sitecustomize.py of the work folder was imported")
# file: run.py
raise SystemExit("run.py of the work folder was imported")
# file: workfolder.py
raise SystemExit("workfolder.py of the work folder was imported")
