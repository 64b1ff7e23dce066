from collections import nothing_there
