package io.nephele.services.dynamodb.scaling;

/**
 * How one capacity of a table or global index scales.
 *
 * @param index the index, or empty for the table itself
 * @param write whether it is write capacity, else read capacity
 * @param minimum the fewest units a second
 * @param maximum the most units a second
 * @param disabled whether it does not scale
 * @param role the role that was given, or null
 * @param policy the name of the policy, or null while there is none
 * @param target the percentage of the capacity that is to be used; 0 without a policy
 * @param scaleInDisabled whether it never becomes less
 * @param scaleInCooldown seconds between two steps down
 * @param scaleOutCooldown seconds between two steps up
 * @param scaledInAt when it was last made less, in milliseconds since 1970
 * @param scaledOutAt when it was last made more
 */
record ScalingRow(
    String index,
    boolean write,
    long minimum,
    long maximum,
    boolean disabled,
    String role,
    String policy,
    double target,
    boolean scaleInDisabled,
    int scaleInCooldown,
    int scaleOutCooldown,
    long scaledInAt,
    long scaledOutAt) {
  /** After a step at that time. */
  ScalingRow scaled(boolean out, long millis) {
    return new ScalingRow(
        index,
        write,
        minimum,
        maximum,
        disabled,
        role,
        policy,
        target,
        scaleInDisabled,
        scaleInCooldown,
        scaleOutCooldown,
        out ? scaledInAt : millis,
        out ? millis : scaledOutAt);
  }
}
