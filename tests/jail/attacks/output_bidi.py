# Text that reads otherwise than it is.
# end: ok
# says: done
print("‮⁦ ‭‏؜​﻿ done", "\U000e0041" * 50, "é" * 2000)
