# Becomes somebody else.
# end: ok
# says: refused
import os

from attempt import fails

for uid in (0, 1, 1001, 65534):
    fails(f"setuid {uid}", os.setuid, uid)
    fails(f"setgid {uid}", os.setgid, uid)
    fails(f"setresuid {uid}", os.setresuid, uid, uid, uid)
fails("setgroups", os.setgroups, [0])
for name in ("uid_map", "gid_map", "setgroups", "oom_score_adj", "loginuid"):
    value = "-1000" if name == "oom_score_adj" else "0 0 1"
    fails(name, lambda: os.write(os.open(f"/proc/self/{name}", os.O_WRONLY), value.encode()))
