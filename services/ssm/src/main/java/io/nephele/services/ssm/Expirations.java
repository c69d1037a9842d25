package io.nephele.services.ssm;

import io.nephele.api.ssm.IncompatiblePolicyException;
import io.nephele.api.ssm.InvalidPolicyAttributeException;
import io.nephele.api.ssm.InvalidPolicyTypeException;
import io.nephele.api.ssm.ParameterInlinePolicy;
import io.nephele.core.World;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Key;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/** Policies of parameters, and the clock that deletes what has expired. */
final class Expirations {
  /** The kind of the timers; their ids are the places of parameters. */
  static final String TIMER = "ssm.expiration";

  private static final String TYPE = "Expiration";

  private final World world;
  private final ParameterTables tables;

  Expirations(World world, ParameterTables tables) {
    this.world = world;
    this.tables = tables;
  }

  /** Whether a text of policies says that there are none. */
  static boolean isNone(String policies) {
    return policies == null
        || JsonText.parse(policies) instanceof List<?> list
            && (list.isEmpty() || list.size() == 1 && Map.of().equals(list.getFirst()));
  }

  /** When policies have their parameter expire, or null; an error to the caller if it is past. */
  static Instant expiry(String policies, Instant now) {
    if (isNone(policies)) {
      return null;
    }
    if (!(JsonText.parse(policies) instanceof List<?> list)) {
      throw new InvalidPolicyTypeException("The policies are not a JSON array of policies.");
    }
    Instant expiry = null;
    for (Object policy : list) {
      Object type = policy instanceof Map<?, ?> members ? members.get("Type") : null;
      if ("ExpirationNotification".equals(type) || "NoChangeNotification".equals(type)) {
        throw unsupported(type);
      }
      if (!TYPE.equals(type)) {
        throw new InvalidPolicyTypeException("The policy type " + type + " is not supported.");
      }
      if (expiry != null) {
        throw new IncompatiblePolicyException(
            "A parameter can have at most one policy of the type Expiration.");
      }
      expiry = timestamp((Map<?, ?>) policy);
      if (!expiry.isAfter(now)) {
        throw new InvalidPolicyAttributeException("The expiration time must be in the future.");
      }
    }
    return expiry;
  }

  private static AwsException unsupported(Object type) {
    return SsmErrors.validation(
        "Policies of the type "
            + type
            + " send events to Amazon EventBridge, which Nephele does not have yet.");
  }

  private static Instant timestamp(Map<?, ?> policy) {
    Object timestamp =
        policy.get("Attributes") instanceof Map<?, ?> attributes
            ? attributes.get("Timestamp")
            : null;
    if (!"1.0".equals(policy.get("Version")) || !(timestamp instanceof String text)) {
      throw new InvalidPolicyAttributeException(
          "An Expiration policy has the version 1.0 and the attribute Timestamp.");
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidPolicyAttributeException("The Timestamp is not in the ISO 8601 format.");
    }
  }

  /** The policies of a version as callers are told, or null. */
  static List<ParameterInlinePolicy> told(ParameterVersion version) {
    return isNone(version.policies())
        ? null
        : ((List<?>) JsonText.parse(version.policies()))
            .stream()
                .map(
                    policy ->
                        new ParameterInlinePolicy()
                            .policyText(JsonText.write(policy))
                            .policyType(TYPE)
                            .policyStatus("Pending"))
                .toList();
  }

  void schedule(Transaction transaction, Key place, Instant expiry) {
    cancel(transaction, place);
    if (expiry != null) {
      world.timers().schedule(transaction, TIMER, place, expiry, Bytes.EMPTY);
    }
  }

  void cancel(Transaction transaction, Key place) {
    world.timers().cancel(transaction, TIMER, place);
  }

  /** What the clock does when a parameter expires. */
  void onTimer(Transaction transaction, Timer timer) {
    tables.delete(transaction, timer.id());
  }
}
