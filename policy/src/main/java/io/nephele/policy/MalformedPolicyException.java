package io.nephele.policy;

/**
 * A policy document that AWS would refuse. The message is AWS's own ({@code
 * MalformedPolicyDocument} of IAM, {@code MalformedPolicy} of S3 ...); the service that was given
 * the document chooses the error code.
 */
public final class MalformedPolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedPolicyException(String message) {
    super(message, null, false, false);
  }
}
