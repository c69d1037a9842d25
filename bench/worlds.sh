#!/usr/bin/env bash
# Measures forks, restores, comparisons, exports and imports of a world with many messages; prints the rows of a Markdown table.
# usage: bench/worlds.sh [MESSAGES [DATA_FOLDER]]    a million in memory if not said
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. bench/lib.sh
[[ -n ${NO_BUILD:-} ]] || ./mvnw -B -q -pl bench -am -DskipTests package
exec "$java" -Xmx3g -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
  -cp "bench/target/classes:bench/target/lib/*" io.nephele.bench.worlds.WorldsBenchmark "$@"
