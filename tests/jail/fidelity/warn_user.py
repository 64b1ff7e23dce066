import warnings

warnings.warn("careful")
warnings.warn("careful")
warnings.warn("old", DeprecationWarning)
print("done")
