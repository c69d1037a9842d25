package io.nephele.identity.action;

import io.nephele.policy.ConditionKeys;

/**
 * One thing that a call does to one resource, which policies must allow. A call is allowed if all
 * of its action requests are, but for single ones.
 *
 * @param action as the Service Authorization Reference writes it, for example {@code
 *     sqs:SendMessage}
 * @param resource the resource's ARN, in which an asterisk stands for what the request does not
 *     say; {@code *} for actions without resources
 * @param keys the condition keys that follow from the request and the resource: the service's own,
 *     {@code aws:RequestTag}, {@code aws:TagKeys} and {@code aws:ResourceTag}; the other global
 *     keys are not here
 * @param single whether a denial is of this one thing alone: the call goes on, and its handler asks
 *     again before it does the thing, as when several objects are deleted at once
 */
public record ActionRequest(String action, String resource, ConditionKeys keys, boolean single) {
  /** What a call does not go on without. */
  public ActionRequest(String action, String resource, ConditionKeys keys) {
    this(action, resource, keys, false);
  }
}
