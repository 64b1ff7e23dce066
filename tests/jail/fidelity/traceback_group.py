raise ExceptionGroup("several", [ValueError("one"), ExceptionGroup("inner", [KeyError("two"), OSError(2, "three")])])
