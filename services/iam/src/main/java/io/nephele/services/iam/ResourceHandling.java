package io.nephele.services.iam;

import java.util.List;
import java.util.Map;

/**
 * The scenarios of launching EC2 instances that a simulation can be told ({@code
 * ResourceHandlingOption}): each is about certain types of resources.
 */
final class ResourceHandling {
  private static final String RUN_INSTANCES = "ec2:RunInstances";

  private static final Map<String, List<String>> TYPES =
      Map.of(
          "EC2-Classic-InstanceStore",
          List.of("instance", "image", "security-group"),
          "EC2-Classic-EBS",
          List.of("instance", "image", "security-group", "volume"),
          "EC2-VPC-InstanceStore",
          List.of("instance", "image", "security-group", "network-interface"),
          "EC2-VPC-InstanceStore-Subnet",
          List.of("instance", "image", "security-group", "network-interface", "subnet"),
          "EC2-VPC-EBS",
          List.of("instance", "image", "security-group", "network-interface", "volume"),
          "EC2-VPC-EBS-Subnet",
          List.of("instance", "image", "security-group", "network-interface", "subnet", "volume"));

  private ResourceHandling() {}

  /**
   * Checks an option; an error to the caller if it is none, if an action has no scenarios, or if
   * the scenario needs resources that are not there.
   */
  static void check(String option, List<String> actions, List<String> resources) {
    if (option == null) {
      return;
    }
    List<String> types = TYPES.get(option);
    if (types == null) {
      throw invalid("Unsupported resource handling option: " + option + ".");
    }
    for (String action : actions) {
      if (!action.equalsIgnoreCase(RUN_INSTANCES)) {
        throw invalid("Action does not support resource handling options: " + action + ".");
      }
    }
    for (String type : types) {
      if (resources.stream().noneMatch(arn -> arn.contains(":" + type + "/"))) {
        throw invalid("The option " + option + " requires a resource of type " + type + ".");
      }
    }
  }

  private static RuntimeException invalid(String reason) {
    return IamErrors.invalidInput(
        "Invalid input resource handling options. "
            + reason
            + " Please refer to the documentation for more details:"
            + " https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html");
  }
}
