package io.nephele.identity.audit;

import io.nephele.core.faults.FaultHit;
import java.time.Instant;
import java.util.List;

/**
 * Why a call was allowed or denied.
 *
 * @param principal the caller's ARN
 * @param operation such as {@code sqs:SendMessage}, of the API and not of IAM
 * @param allowed whether policies let it pass; it may have failed for another reason
 * @param error the code of the error that it was answered with, or null
 * @param message what the caller was told of a denial, or null
 * @param decisions what was decided, in order
 * @param statements of a denied call, the statements that were about it, whether or not they
 *     decided
 * @param policies of a denied call, the names of all policies that were looked at
 * @param faults the faults that befell the call because a user asked for them
 */
public record Explanation(
    String requestId,
    Instant time,
    String principal,
    String operation,
    boolean allowed,
    String error,
    String message,
    List<Decided> decisions,
    List<Decided> statements,
    List<String> policies,
    List<FaultHit> faults) {

  /**
   * One decision, or one statement that took part in it.
   *
   * @param outcome {@code allowed}, {@code explicitDeny} or {@code implicitDeny}
   * @param kind the kind of policy that decided, such as {@code identity-based policy}; null where
   *     none was needed
   * @param policy the name or ARN of the policy, or null
   * @param statement the statement's id, or null
   */
  public record Decided(
      String action,
      String resource,
      String outcome,
      String kind,
      String policy,
      String statement) {}
}
