"""Evaluates many tenants with Apache Spark: a recording on each line of the input, a result on each line of the output.

    spark-submit examples/spark.py tenants.ndjson results --policy policies --now 2026-11-24T06:00:00Z

scoregate and the policies must be at the same path on every worker. The result of a line depends on the line, the policies and the time
alone, so that Spark may distribute the lines as it likes. The schema of a result is TenantResult in schemas/fleet.schema.json.
"""

import argparse
import os
import shlex
import shutil
import sys

from pyspark.sql import SparkSession


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Evaluate many tenants with scoregate on Apache Spark.")
    parser.add_argument("tenants", help="NDJSON with a recording on each line: a file, or what else Spark reads")
    parser.add_argument("results", help="the folder that Spark writes the results to; it must not exist")
    parser.add_argument("--policy", required=True, nargs="+", help="policies and waiver files")
    parser.add_argument("--now", required=True, help="the time of the evaluation, the same for all workers")
    parser.add_argument("--partitions", type=int, help="the least number of partitions; Spark chooses where it is left out")
    parser.add_argument("--scoregate", default=shutil.which("scoregate") or "scoregate", help="the path of the program")
    return parser.parse_args()


def main() -> None:
    given = arguments()
    # One thread for each process: Spark runs one process for each core. An unreadable tenant is a result and no failure of the process.
    command = [given.scoregate, "fleet", "--from", "-", "--jsonl", "--jobs", "1", "--exit-zero", "--now", given.now]
    command += ["--policy", *map(os.path.abspath, given.policy)]
    spark = SparkSession.builder.appName("scoregate").getOrCreate()
    lines = spark.sparkContext.textFile(given.tenants, given.partitions)
    lines.pipe(shlex.join(command)).saveAsTextFile(given.results)
    # A process that fails writes fewer lines than it reads, and its message is in the log of the worker.
    wanted, found = lines.count(), spark.sparkContext.textFile(given.results).count()
    spark.stop()
    if found != wanted:
        sys.exit(f"{found} results of {wanted} lines: see the log of the workers for the message of scoregate")


if __name__ == "__main__":
    main()
