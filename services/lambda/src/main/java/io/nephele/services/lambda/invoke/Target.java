package io.nephele.services.lambda.invoke;

import io.nephele.api.lambda.FunctionConfiguration;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.FunctionRow;
import io.nephele.services.lambda.state.VersionRow;

/**
 * The version that an invocation runs.
 *
 * @param ref as it was named, with the caller's qualifier
 * @param configuration of the version
 */
public record Target(
    FunctionRef ref, FunctionRow function, VersionRow row, FunctionConfiguration configuration) {
  /** {@code $LATEST} or a number. */
  public String version() {
    return configuration.version();
  }

  /** The version's ARN. */
  public String versionArn() {
    return ref.arn(version());
  }
}
