package io.nephele.identity.authorization;

import io.nephele.core.call.Call;
import java.util.Set;

/**
 * The region that {@code aws:RequestedRegion} tells: that of the endpoint, which of global services
 * is one of a partition.
 */
final class RequestedRegion {
  private static final Set<String> GLOBAL =
      Set.of(
          "iam",
          "organizations",
          "cloudfront",
          "route53",
          "route53domains",
          "globalaccelerator",
          "shield",
          "support",
          "trustedadvisor",
          "waf",
          "budgets",
          "ce",
          "health",
          "savingsplans");

  private RequestedRegion() {}

  static String of(Call call) {
    if (!GLOBAL.contains(call.operation().service().name())) {
      return call.region().name();
    }
    return switch (call.partition()) {
      case "aws" -> "us-east-1";
      case "aws-cn" -> "cn-northwest-1";
      case "aws-us-gov" -> "us-gov-west-1";
      default -> call.region().name();
    };
  }
}
