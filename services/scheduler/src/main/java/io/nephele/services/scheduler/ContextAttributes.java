package io.nephele.services.scheduler;

import io.nephele.core.json.JsonText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The input of a target, in which {@code <aws.scheduler....>} stands for what is so this time. */
final class ContextAttributes {
  private static final String MARK = "<aws.scheduler.";

  private ContextAttributes() {}

  /** Whether an input is another one each time. */
  static boolean isIn(String input) {
    return input.contains(MARK);
  }

  /** What a target gets: what its schedule says, or the event that tells of its time. */
  static String input(Plan plan, Attempt attempt) {
    String given = plan.settings().target().input();
    if (given == null) {
      return event(plan, attempt);
    }
    if (!isIn(given)) {
      return given;
    }
    return given
        .replace(MARK + "schedule-arn>", plan.row().arn())
        .replace(MARK + "scheduled-time>", time(attempt))
        .replace(MARK + "execution-id>", attempt.executionId())
        .replace(MARK + "attempt-number>", String.valueOf(attempt.retries() + 1));
  }

  private static String time(Attempt attempt) {
    return Instant.ofEpochMilli(attempt.scheduledAt()).toString();
  }

  private static String event(Plan plan, Attempt attempt) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("version", "0");
    event.put("id", attempt.executionId());
    event.put("detail-type", "Scheduled Event");
    event.put("source", "aws.scheduler");
    event.put("account", plan.row().accountId());
    event.put("time", time(attempt));
    event.put("region", plan.row().region());
    event.put("resources", List.of(plan.row().arn()));
    event.put("detail", "{}");
    return JsonText.write(event);
  }
}
