import dataclasses


@dataclasses.dataclass(frozen=True)
class P:
    x: int


p = P(1)
print(p, hash(p) == hash(P(1)))
p.x = 2
