package io.nephele.core.access;

import io.nephele.model.AwsException;
import io.nephele.policy.Decision;
import io.nephele.policy.PolicySet;
import java.util.List;

/**
 * What was decided on a call.
 *
 * @param decisions one for each action on a resource that the call asked for; those after one whose
 *     denial ended it were not decided any more
 * @param policies those that the last decision was made by, or null where nothing was decided
 * @param denial what AWS answers, or null if the call is allowed; then a denied decision is about
 *     something that the call does not do
 */
public record Authorization(List<Decision> decisions, PolicySet policies, AwsException denial) {
  /** Allowed, and there was nothing to decide. */
  public static final Authorization NOT_NEEDED = new Authorization(List.of(), null, null);

  /** Denied before anything was decided by policies. */
  public static Authorization refused(AwsException denial) {
    return new Authorization(List.of(), null, denial);
  }
}
