package io.nephele.bench.events;

/** What is measured, each on a server of its own. */
enum Part {
  PUTS,
  LATENCY,
  DELIVERIES,
  FUNCTIONS,
  YEAR,
  SCHEDULES
}
