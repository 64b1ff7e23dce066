# What only an administrator may do to the machine.
# end: ok
# says: reboot refused
from attempt import refused

refused("reboot", 0xFEE1DEAD, 672274793, 0x1234567, 0)
refused("sethostname", b"mine", 4)
refused("settimeofday", b"\0" * 16, 0)
refused("clock_settime", 0, b"\0" * 16)
refused("swapon", b"/tmp/x", 0)
refused("init_module", b"x", 1, b"")
refused("finit_module", 0, b"", 0)
refused("kexec_load", 0, 0, 0, 0)
refused("syslog", 3, b"x" * 64, 64)
refused("acct", b"/tmp/x")
refused("quotactl", 0, 0, 0, 0)
refused("vhangup")
refused("iopl", 3)
refused("ioperm", 0, 8, 1)
refused("modify_ldt", 0, 0, 0)
