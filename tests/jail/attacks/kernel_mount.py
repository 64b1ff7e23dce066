# Mounts, old way and new way.
# end: ok
# says: mount refused
from attempt import refused

refused("mount", b"none", b"/tmp", b"tmpfs", 0, 0)
refused("mount", b"/", b"/tmp", 0, 4096, 0)
refused("mount", b"none", b"/work", 0, 32, 0)
refused("umount2", b"/work", 2)
refused("umount2", b"/proc", 2)
refused("pivot_root", b"/tmp", b"/tmp")
refused("chroot", b"/tmp")
refused("fsopen", b"tmpfs", 0)
refused("open_tree", -100, b"/", 1)
refused("move_mount", -100, b"/tmp", -100, b"/work", 0)
refused("mount_setattr", -100, b"/", 0, 0, 0)
