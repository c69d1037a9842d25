package io.nephele.services.scheduler;

/**
 * A call of a schedule's target that is to be made.
 *
 * @param schedule as it was when it was due
 * @param executionId of all attempts
 * @param scheduledAt the time that the schedule says, in milliseconds
 * @param firstAt when the target was called first, in milliseconds
 * @param retries how often it was called before
 */
record Attempt(
    ScheduleRow schedule, String executionId, long scheduledAt, long firstAt, int retries) {
  Attempt triedOnceMore() {
    return new Attempt(schedule, executionId, scheduledAt, firstAt, retries + 1);
  }
}
