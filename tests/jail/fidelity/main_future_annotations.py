from __future__ import annotations

import dataclasses


@dataclasses.dataclass
class P:
    x: int
    y: list[Nothing] = dataclasses.field(default_factory=list)


print(P(1), P.__annotations__)
P(1)
