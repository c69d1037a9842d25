package io.nephele.services.ssm;

import java.time.Instant;

/**
 * One version of a parameter.
 *
 * @param value the text; of a SecureString what {@link SecureValues} made of it
 * @param keyId the KMS key as the request named it, or null if the type is not SecureString
 * @param policies the policies as JSON, or null
 * @param modifiedBy the ARN of who wrote it
 */
record ParameterVersion(
    long version,
    String type,
    String value,
    String keyId,
    String description,
    String allowedPattern,
    String tier,
    String policies,
    String dataType,
    Instant modified,
    String modifiedBy) {

  boolean isSecure() {
    return type.equals("SecureString");
  }
}
