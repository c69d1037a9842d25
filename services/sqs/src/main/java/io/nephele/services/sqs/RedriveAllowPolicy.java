package io.nephele.services.sqs;

import io.nephele.core.json.JsonText;
import io.nephele.model.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which queues may use a queue as their dead-letter queue.
 *
 * @param permission {@code allowAll}, {@code denyAll} or {@code byQueue}
 * @param sources the ARNs of the queues that may, if by queue
 */
record RedriveAllowPolicy(String permission, List<String> sources) {
  private static final String NAME = "RedriveAllowPolicy";
  private static final String PERMISSION = "redrivePermission";
  private static final String SOURCES = "sourceQueueArns";
  private static final int MAX_SOURCES = 10;
  private static final String CANNOT = "Amazon SQS can't create the redrive allow policy";

  /** The policy that the attribute's value is. */
  static RedriveAllowPolicy parse(String json) {
    if (!(JsonText.parse(json) instanceof Map<?, ?> map)
        || !(map.get(PERMISSION) instanceof String permission)
        || !List.of("allowAll", "denyAll", "byQueue").contains(permission)) {
      throw unsupportedFormat();
    }
    for (Object key : map.keySet()) {
      if (!key.equals(PERMISSION) && !key.equals(SOURCES)) {
        throw unsupportedFormat();
      }
    }
    List<String> sources = sources(map.get(SOURCES));
    if (permission.equals("byQueue")) {
      if (sources.isEmpty()) {
        throw SqsErrors.invalidParameter(
            json,
            NAME,
            CANNOT
                + ". When you specify the byQueue permission type, you must also specify one or"
                + " more sourceQueueArns values.");
      }
      if (sources.size() > MAX_SOURCES) {
        throw SqsErrors.invalidParameter(
            json,
            NAME,
            CANNOT + ". The maximum number of source queue ARNs you can specify is 10.");
      }
    } else if (map.containsKey(SOURCES)) {
      throw SqsErrors.invalidParameter(
          json,
          NAME,
          CANNOT
              + ". To specify one or more source queue ARNs, you must set redrivePermission to"
              + " byQueue.");
    }
    return new RedriveAllowPolicy(permission, sources);
  }

  /** Whether the queue of that ARN may use this policy's queue as its dead-letter queue. */
  boolean allows(String sourceArn) {
    return switch (permission) {
      case "allowAll" -> true;
      case "byQueue" -> sources.contains(sourceArn);
      default -> false;
    };
  }

  private static List<String> sources(Object value) {
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw unsupportedFormat();
    }
    List<String> sources = new ArrayList<>(list.size());
    for (Object item : list) {
      if (!(item instanceof String arn)) {
        throw unsupportedFormat();
      }
      sources.add(arn);
    }
    return sources;
  }

  private static AwsException unsupportedFormat() {
    return SqsErrors.invalidAttributeValue(NAME, CANNOT + ", as it’s in an unsupported format.");
  }
}
