# Raises its own limits.
# end: ok
# says: refused
import resource

from attempt import fails

for name in ("RLIMIT_NPROC", "RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_CORE"):
    limit = getattr(resource, name)
    soft, hard = resource.getrlimit(limit)
    fails(name, resource.setrlimit, limit, (hard + 1, hard + 1))
    fails(name, resource.prlimit, 1, limit, (1, 1))
