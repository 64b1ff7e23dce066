x = 1
"a last string"
