package io.nephele.services.ssm;

import java.time.Instant;
import java.util.List;

/**
 * One version of a parameter.
 *
 * @param value the text; of a SecureString what {@link SecureValues} made of it
 * @param keyId the KMS key as the request named it, or null if the type is not SecureString
 * @param policies the policies as JSON, or null
 * @param modifiedBy the ARN of who wrote it
 * @param finished the numbers of the policies that have been applied
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
    String modifiedBy,
    List<String> finished) {

  boolean isSecure() {
    return type.equals("SecureString");
  }

  ParameterVersion withVersion(long number) {
    return new ParameterVersion(
        number,
        type,
        value,
        keyId,
        description,
        allowedPattern,
        tier,
        policies,
        dataType,
        modified,
        modifiedBy,
        finished);
  }

  ParameterVersion withFinished(List<String> numbers) {
    return new ParameterVersion(
        version,
        type,
        value,
        keyId,
        description,
        allowedPattern,
        tier,
        policies,
        dataType,
        modified,
        modifiedBy,
        List.copyOf(numbers));
  }

  ParameterVersion withoutValue() {
    return new ParameterVersion(
        version,
        type,
        null,
        keyId,
        description,
        allowedPattern,
        tier,
        policies,
        dataType,
        modified,
        modifiedBy,
        finished);
  }
}
