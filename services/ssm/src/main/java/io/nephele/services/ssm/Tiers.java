package io.nephele.services.ssm;

import java.nio.charset.StandardCharsets;

/** The tiers of parameters and how long their values may be. */
final class Tiers {
  static final String STANDARD = "Standard";
  static final String ADVANCED = "Advanced";
  static final String INTELLIGENT = "Intelligent-Tiering";

  static final long MAX_STANDARD = 10_000;
  static final long MAX_ADVANCED = 100_000;

  private static final int STANDARD_BYTES = 4096;
  private static final int ADVANCED_BYTES = 8192;
  private static final String MORE =
      " For more information, see"
          + " https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html";

  private Tiers() {}

  /**
   * The tier that a version is in: Standard or Advanced.
   *
   * @param asked the tier of the request, or the default one
   * @param before the version before it, or null
   * @param explicit whether the request itself names the tier
   * @param full whether there are as many standard parameters as there may be
   */
  static String choose(
      String asked,
      String value,
      boolean policies,
      ParameterVersion before,
      boolean explicit,
      boolean full) {
    int length = value.getBytes(StandardCharsets.UTF_8).length;
    boolean wasAdvanced = before != null && before.tier().equals(ADVANCED);
    String tier = asked;
    if (asked.equals(INTELLIGENT)) {
      boolean needed = policies || length > STANDARD_BYTES || before == null && full;
      tier = wasAdvanced || needed ? ADVANCED : STANDARD;
    } else if (wasAdvanced && asked.equals(STANDARD)) {
      if (explicit) {
        throw SsmErrors.validation(
            "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from"
                + " the advanced-parameter tier to the standard-parameter tier. If necessary, you"
                + " can delete the advanced parameter and recreate it as a standard parameter."
                + MORE);
      }
      tier = ADVANCED;
    }
    if (tier.equals(STANDARD) && length > STANDARD_BYTES) {
      throw SsmErrors.validation(
          "Standard tier parameters support a maximum parameter value of 4096 characters. To create"
              + " a larger parameter value, upgrade the parameter to use the advanced-parameter"
              + " tier."
              + MORE);
    }
    if (length > ADVANCED_BYTES) {
      throw SsmErrors.validation(
          "Advanced tier parameters support a maximum parameter value of 8192 characters.");
    }
    if (tier.equals(STANDARD) && policies) {
      throw SsmErrors.validation(
          "Parameter policies are supported only by parameters of the advanced-parameter tier."
              + MORE);
    }
    return tier;
  }
}
