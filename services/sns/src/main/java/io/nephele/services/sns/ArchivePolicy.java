package io.nephele.services.sns;

import io.nephele.core.json.JsonText;
import java.util.Map;

/** The policies that say how long FIFO topics keep what was published. */
final class ArchivePolicy {
  private static final String PERIOD = "MessageRetentionPeriod";
  private static final int MOST_DAYS = 365;

  private ArchivePolicy() {}

  /** The policy as it is kept, null for one that ends the archive; an error if it cannot be. */
  static String check(String json) {
    if (json.isEmpty()) {
      return null;
    }
    if (!(JsonText.parse(json) instanceof Map<?, ?> policy)) {
      throw SnsErrors.invalid("ArchivePolicy", "failed to parse JSON");
    }
    if (policy.isEmpty()) {
      return null;
    }
    int days = days(policy);
    if (policy.size() != 1 || days < 1 || days > MOST_DAYS) {
      throw SnsErrors.invalid(
          "ArchivePolicy", PERIOD + " must be the one member, and from 1 to 365 days");
    }
    return json;
  }

  /** How many days a topic keeps messages, or 0. */
  static int days(Topic topic) {
    String json = topic.attribute(TopicAttributes.ARCHIVE_POLICY);
    return json == null ? 0 : days((Map<?, ?>) JsonText.parse(json));
  }

  private static int days(Map<?, ?> policy) {
    try {
      return Integer.parseInt(String.valueOf(policy.get(PERIOD)));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
