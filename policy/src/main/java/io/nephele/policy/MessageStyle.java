package io.nephele.policy;

/**
 * How a service words its denials.
 *
 * @param resource how the resource is shown
 * @param reason whether the deciding kind of policy is told
 * @param policyArn whether the ARN of a denying managed policy is told, within one account
 */
public record MessageStyle(ResourceForm resource, boolean reason, boolean policyArn) {
  /** How a message shows the resource. */
  public enum ResourceForm {
    /** {@code on resource: arn:...} */
    PLAIN,
    /** {@code on resource: "arn:..."}, as S3 does. */
    QUOTED,
    /** Not at all, as for some list operations. */
    OMITTED
  }

  /** What most services do. */
  public static final MessageStyle USUAL = new MessageStyle(ResourceForm.PLAIN, true, true);

  /** S3. */
  public static final MessageStyle QUOTED = new MessageStyle(ResourceForm.QUOTED, true, true);

  /** No resource, but a reason. */
  public static final MessageStyle NO_RESOURCE = new MessageStyle(ResourceForm.OMITTED, true, true);

  /** Resource, but no reason: STS and older services. */
  public static final MessageStyle NO_REASON = new MessageStyle(ResourceForm.PLAIN, false, false);
}
