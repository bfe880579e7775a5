"""Checks that a program prints its version within a limit.

    python3 packages/check_startup.py MILLISECONDS PROGRAM

The least of many runs counts, less that of an empty process: what else runs on the machine delays single runs.
"""

import subprocess
import sys
import time


def least(command: list, runs: int = 60) -> float:
    """The least time of a command, in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, close_fds=False)
        times.append(time.perf_counter() - start)
    return min(times) * 1000


if __name__ == "__main__":
    limit, program = float(sys.argv[1]), sys.argv[2]
    process = least(["/bin/true"])
    taken = least([program, "--version"])
    print(f"{program} --version: {taken:.2f} ms, of which {process:.2f} ms an empty process takes too")
    if taken - process > limit:
        sys.exit(f"more than {limit} ms")
