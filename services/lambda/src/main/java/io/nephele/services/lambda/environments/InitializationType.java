package io.nephele.services.lambda.environments;

/** Why an environment was made. */
public enum InitializationType {
  /** An invocation needed it. */
  ON_DEMAND("on-demand"),
  /** Provisioned concurrency wants it ready before. */
  PROVISIONED_CONCURRENCY("provisioned-concurrency"),
  /** A snapshot of it was resumed. */
  SNAP_START("snap-start");

  private final String label;

  InitializationType(String label) {
    this.label = label;
  }

  /** As AWS_LAMBDA_INITIALIZATION_TYPE and the platform's events say it. */
  public String label() {
    return label;
  }
}
