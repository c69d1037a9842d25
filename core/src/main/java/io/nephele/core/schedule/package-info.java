/** AWS's schedule expressions, {@code cron()}, {@code rate()} and {@code at()}, and their times. */
package io.nephele.core.schedule;
