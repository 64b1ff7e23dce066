# verdict: fix-first
# lines: 9
# cause: copy|assign|whole
import multiprocessing as mp

def fill(grid, r, size):
    for c in range(size):
        # every cell stays 0
        grid[r][c] = r * size + c

def main():
    manager = mp.Manager()
    size = 3
    grid = manager.list([[0] * size for _ in range(size)])
    pool = mp.Pool(3)
    pool.starmap(fill, [(grid, r, size) for r in range(size)])
    pool.close()
    pool.join()
    for row in grid:
        print(row)

if __name__ == '__main__':
    main()
