package io.nephele.services.sqs;

import io.nephele.core.json.JsonText;
import io.nephele.model.AwsException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When messages go to a dead-letter queue, and to which.
 *
 * @param target the ARN of the dead-letter queue
 * @param maxReceiveCount how often a message is received before it goes there, 1 to 1000
 */
record RedrivePolicy(String target, int maxReceiveCount) {
  private static final String NAME = "RedrivePolicy";
  private static final String TARGET = "deadLetterTargetArn";
  private static final String COUNT = "maxReceiveCount";

  /** The policy that the attribute's value is; what it refers to is not looked at. */
  static RedrivePolicy parse(String json) {
    if (!(JsonText.parse(json) instanceof Map<?, ?> map)) {
      throw SqsErrors.invalidAttributeValue(NAME, "Redrive policy is not a valid JSON map.");
    }
    if (!map.containsKey(COUNT)) {
      throw missing(json, COUNT);
    }
    if (!map.containsKey(TARGET)) {
      throw missing(json, TARGET);
    }
    for (Object key : map.keySet()) {
      if (!key.equals(COUNT) && !key.equals(TARGET)) {
        throw invalid(
            json, "Only following attributes are supported: [" + COUNT + ", " + TARGET + "].");
      }
    }
    int count = count(json, map.get(COUNT));
    if (!(map.get(TARGET) instanceof String target) || QueueAddress.ofArn(target) == null) {
      throw invalid(json, "Invalid value for deadLetterTargetArn.");
    }
    return new RedrivePolicy(target, count);
  }

  /** The attribute's value. */
  String toJson() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(TARGET, target);
    map.put(COUNT, maxReceiveCount);
    return JsonText.write(map);
  }

  /** The error of a policy that is well-formed but cannot be. */
  AwsException invalid(String reason) {
    return invalid(toJson(), reason);
  }

  private static int count(String json, Object value) {
    try {
      BigInteger count = new BigInteger(String.valueOf(value));
      if (count.signum() > 0 && count.compareTo(BigInteger.valueOf(1000)) <= 0) {
        return count.intValue();
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    throw invalid(
        json,
        "Invalid value for maxReceiveCount: "
            + value
            + ", valid values are from 1 to 1000 both inclusive.");
  }

  private static AwsException missing(String json, String attribute) {
    return invalid(json, "Redrive policy does not contain mandatory attribute: " + attribute + ".");
  }

  private static AwsException invalid(String json, String reason) {
    return SqsErrors.invalidParameter(json, NAME, reason);
  }
}
