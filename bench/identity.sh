#!/usr/bin/env bash
# Measures what identity costs a call, with JMH: evaluating policies, verifying a signature, authorising.
# usage: bench/identity.sh [JMH options]    e.g. bench/identity.sh -f 1 -i 3 PolicyEvaluation
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. bench/lib.sh
./mvnw -B -q -pl bench -am -DskipTests package
[ $# -gt 0 ] || set -- -f 2 -wi 3 -w 2s -i 5 -r 2s
exec "$java" -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
  -cp "bench/target/classes:bench/target/lib/*" org.openjdk.jmh.Main "$@" 'io.nephele.bench.identity.*'
