#!/usr/bin/env bash
# What Nephele adds to functions' own time: warm invocations, cold starts beside the bare programs, concurrency, a queue's messages. Prints Markdown. About three minutes; keep the machine quiet.
#
#   bench/lambda.sh [options]      --help lists them; e.g. --parts cold --languages java --starts 5
#
#   NEPHELE_COMMAND     another command line for Nephele, with @port and @folder
#   NO_BUILD=1          runs what is built already
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

. bench/lib.sh

if [[ -z ${NO_BUILD:-} ]]; then
  ./mvnw -B -q -pl bench,app -am -DskipTests package
fi

nephele="${NEPHELE_COMMAND:-env JAVA_TOOL_OPTIONS=-Xmx1g $PWD/nephele start --data @folder --port @port}"

echo "$(date -u +%F), $(nproc) cores, $("$java" --version | sed -n 2p), load $(cut -d' ' -f1 /proc/loadavg)"
echo
exec "$java" -Xmx512m -XX:+UseSerialGC -cp "bench/target/classes:bench/target/lib/*" io.nephele.bench.lambda.LambdaBenchmark --server "$nephele" "$@"
