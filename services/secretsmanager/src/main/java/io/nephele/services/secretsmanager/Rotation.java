package io.nephele.services.secretsmanager;

import io.nephele.api.secretsmanager.RotationRulesType;
import java.time.Instant;

/**
 * How a secret is rotated.
 *
 * @param enabled whether it is rotated by its rules
 * @param lambdaArn the function that rotates it
 * @param rules when it is rotated; null if only when somebody asks
 * @param last when it was last rotated, or null
 * @param opens when the next window opens, or null
 * @param closes when the next window closes, or null
 * @param token what the function of a rotation that goes on shows, or null
 */
record Rotation(
    boolean enabled,
    String lambdaArn,
    RotationRules rules,
    Instant last,
    Instant opens,
    Instant closes,
    String token) {

  /** The rules as callers are told, or null. */
  RotationRulesType told() {
    return rules == null ? null : rules.told(opens);
  }

  Rotation withToken(String token) {
    return new Rotation(enabled, lambdaArn, rules, last, opens, closes, token);
  }

  Rotation done(Instant last) {
    return new Rotation(enabled, lambdaArn, rules, last, opens, closes, null);
  }

  Rotation cancelled() {
    return new Rotation(false, lambdaArn, rules, last, null, null, null);
  }

  /** With the window that comes after that time; none if there are no rules. */
  Rotation after(Instant time) {
    RotationRules.Window next = rules == null || !enabled ? null : rules.next(time);
    return new Rotation(
        enabled,
        lambdaArn,
        rules,
        last,
        next == null ? null : next.opens(),
        next == null ? null : next.closes(),
        token);
  }
}
