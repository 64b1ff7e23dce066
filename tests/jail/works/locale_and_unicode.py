# The locale is UTF-8 for Python and for child programs.
# end: ok
# says: UTF-8 ä€🙂 3
import locale
import subprocess

print(locale.nl_langinfo(locale.CODESET), "ä€🙂", end=" ", flush=True)
subprocess.run("printf 'ä€🙂' | wc -m", shell=True)
