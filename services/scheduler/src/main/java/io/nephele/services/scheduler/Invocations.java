package io.nephele.services.scheduler;

import io.nephele.api.scheduler.RetryPolicy;
import io.nephele.api.scheduler.Target;
import io.nephele.core.targets.Targets;
import io.nephele.model.AwsException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Calls targets, and says what is to be done where they fail. */
final class Invocations {
  private static final int MOST_RETRIES = 185;
  private static final int MOST_AGE_SECONDS = 86_400;

  private final SchedulerWorld scheduler;
  private final TargetCalls calls;

  Invocations(SchedulerWorld scheduler, TargetCalls calls) {
    this.scheduler = scheduler;
    this.calls = calls;
  }

  /** Calls a target; returns its error, or null if it took the call. */
  AwsException invoke(Plan plan, Attempt attempt, Counts counts) {
    counts.add("InvocationAttemptCount", plan.row());
    try {
      calls.send(plan, attempt);
      return null;
    } catch (AwsException e) {
      counts.add(isThrottling(e) ? "TargetErrorThrottledCount" : "TargetErrorCount", plan.row());
      return e;
    }
  }

  /** Whether a failed call is to be tried again; where it is not, its dead-letter queue gets it. */
  boolean failed(Plan plan, Attempt attempt, AwsException error, Counts counts) {
    Target target = plan.aim().target();
    boolean passing = isPassing(error);
    if (passing && hasPatience(attempt, target.retryPolicy())) {
      return true;
    }
    counts.add("InvocationDroppedCount", plan.row());
    if (target.deadLetterConfig() != null && target.deadLetterConfig().arn() != null) {
      try {
        keep(plan, attempt, error, passing);
        counts.add("InvocationsSentToDeadLetterCount", plan.row());
      } catch (AwsException e) {
        counts.add("InvocationsFailedToBeSentToDeadLetterCount", plan.row());
        counts.add("InvocationsFailedToBeSentToDeadLetterCount_" + e.code(), plan.row());
      }
    }
    return false;
  }

  private void keep(Plan plan, Attempt attempt, AwsException error, boolean passing) {
    Target target = plan.aim().target();
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("ERROR_CODE", error.code());
    attributes.put("ERROR_MESSAGE", error.getMessage() == null ? error.code() : error.getMessage());
    attributes.put("EXECUTION_ID", attempt.executionId());
    attributes.put(
        "EXHAUSTED_RETRY_CONDITION",
        passing && attempt.retries() < most(target.retryPolicy())
            ? "MaximumEventAgeInSeconds"
            : "MaximumRetryAttempts");
    attributes.put("IS_PAYLOAD_TRUNCATED", "false");
    attributes.put("RETRY_ATTEMPTS", String.valueOf(attempt.retries()));
    attributes.put("SCHEDULED_TIME", Instant.ofEpochMilli(attempt.scheduledAt()).toString());
    attributes.put("SCHEDULE_ARN", plan.row().arn());
    attributes.put("TARGET_ARN", target.arn());
    calls
        .targets()
        .queue(
            target.deadLetterConfig().arn(),
            plan.aim().input(plan, attempt),
            new Targets.MessageOptions(null, null, attributes),
            calls.caller(plan));
  }

  /** Whether the same call may do better later: who may not or asks for what is not there never. */
  private static boolean isPassing(AwsException e) {
    return !e.code().equals("NotImplemented") && (!e.clientFault() || isThrottling(e));
  }

  private static boolean isThrottling(AwsException e) {
    return e.status() == 429
        || e.code().contains("Throttl")
        || e.code().contains("TooManyRequests")
        || e.code().contains("ThroughputExceeded");
  }

  private static int most(RetryPolicy policy) {
    return policy == null || policy.maximumRetryAttempts() == null
        ? MOST_RETRIES
        : policy.maximumRetryAttempts();
  }

  private boolean hasPatience(Attempt attempt, RetryPolicy policy) {
    long age =
        policy == null || policy.maximumEventAgeInSeconds() == null
            ? MOST_AGE_SECONDS
            : policy.maximumEventAgeInSeconds();
    return attempt.retries() < most(policy)
        && scheduler.now() - attempt.firstAt() < Duration.ofSeconds(age).toMillis();
  }
}
