/** Failures that a user asks for: errors, throttling, latency and dropped connections. */
package io.nephele.core.faults;
