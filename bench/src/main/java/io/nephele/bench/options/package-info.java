/** What the benchmarks of several servers are told on the command line. */
package io.nephele.bench.options;
