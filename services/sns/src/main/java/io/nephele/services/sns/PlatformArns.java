package io.nephele.services.sns;

import io.nephele.core.arn.Arn;
import io.nephele.core.store.Key;

/**
 * The ARNs of platform applications, {@code app/GCM/name}, and of their endpoints, {@code
 * endpoint/GCM/name/id}.
 *
 * @param endpointId null of an application
 */
record PlatformArns(
    String partition,
    String region,
    String accountId,
    String platform,
    String name,
    String endpointId) {

  /** Whether a text is the ARN of an endpoint. */
  static boolean isEndpoint(String text) {
    PlatformArns read = find(text);
    return read != null && read.endpointId != null;
  }

  /** What a text says, or null if it is no such ARN. */
  static PlatformArns find(String text) {
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.service().equals("sns")) {
      return null;
    }
    String[] parts = arn.resource().split("/", -1);
    boolean endpoint = parts.length == 4 && parts[0].equals("endpoint");
    if (!endpoint && !(parts.length == 3 && parts[0].equals("app"))) {
      return null;
    }
    return new PlatformArns(
        arn.partition(),
        arn.region(),
        arn.account(),
        parts[1],
        parts[2],
        endpoint ? parts[3] : null);
  }

  /** The key of the application in tables. */
  Key application() {
    return Key.of(accountId).with(region).with(platform).with(name);
  }

  /** The key of the endpoint in tables. */
  Key endpoint() {
    return application().with(endpointId);
  }

  PlatformArns withEndpoint(String id) {
    return new PlatformArns(partition, region, accountId, platform, name, id);
  }

  String arn() {
    return "arn:"
        + partition
        + ":sns:"
        + region
        + ":"
        + accountId
        + (endpointId == null ? ":app/" : ":endpoint/")
        + platform
        + "/"
        + name
        + (endpointId == null ? "" : "/" + endpointId);
  }
}
