# Looks at the limits on core files and on queued signals.
# end: ok
# says: core 1
# says: pending 1024
import resource

print("core", resource.getrlimit(resource.RLIMIT_CORE)[1])
print("pending", resource.getrlimit(resource.RLIMIT_SIGPENDING)[1])
