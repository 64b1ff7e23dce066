exec(compile("x = 1\ny = 1 / 0", "<made>", "exec"))
