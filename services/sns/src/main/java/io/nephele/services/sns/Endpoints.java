package io.nephele.services.sns;

import io.nephele.core.arn.Arn;
import io.nephele.core.partition.Regions;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Which endpoints there can be for a protocol. */
final class Endpoints {
  static final Set<String> PROTOCOLS =
      Set.of(
          "application",
          "email",
          "email-json",
          "firehose",
          "http",
          "https",
          "lambda",
          "sms",
          "sqs");
  private static final int LONGEST = 2048;

  private Endpoints() {}

  /** Refuses a subscription whose endpoint cannot be. */
  static void check(TopicAddress topic, String protocol, String endpoint) {
    if (!PROTOCOLS.contains(protocol)) {
      throw SnsErrors.invalid("Amazon SNS does not support this protocol string: " + protocol);
    }
    if (endpoint == null || endpoint.isEmpty() || endpoint.length() > LONGEST) {
      throw SnsErrors.invalid("Endpoint");
    }
    switch (protocol) {
      case "http", "https" -> checkUrl(protocol, endpoint);
      case "email", "email-json" -> {
        if (!isEmail(endpoint)) {
          throw SnsErrors.invalid("Email address");
        }
      }
      case "sms" -> {
        if (!PhoneNumbers.isValid(endpoint)) {
          throw SnsErrors.invalid("Invalid SMS endpoint: " + endpoint);
        }
      }
      case "application" -> {
        if (!PlatformArns.isEndpoint(endpoint)) {
          throw SnsErrors.invalid("Endpoint", "PlatformEndpoint endpoint ARN");
        }
      }
      default -> checkArn(protocol, endpoint);
    }
    if (topic.isFifo() && !protocol.equals("sqs")) {
      throw SnsErrors.invalid(
          "Invalid protocol type: " + protocol + ". FIFO topics deliver to SQS queues only.");
    }
    if (!topic.isFifo() && protocol.equals("sqs") && endpoint.endsWith(Topic.FIFO_SUFFIX)) {
      throw SnsErrors.invalid(
          "Invalid parameter: Endpoint",
          "FIFO SQS Queues can not be subscribed to standard SNS topics");
    }
  }

  private static void checkUrl(String protocol, String endpoint) {
    try {
      URI uri = new URI(endpoint);
      if (protocol.equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
        return;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    throw SnsErrors.invalid("Endpoint must match the specified protocol");
  }

  private static boolean isEmail(String text) {
    int at = text.indexOf('@');
    boolean good = at > 0 && at == text.lastIndexOf('@') && at < text.length() - 1;
    for (int i = 0; good && i < text.length(); i++) {
      good = text.charAt(i) > ' ' && text.charAt(i) != 0x7F;
    }
    return good;
  }

  private static void checkArn(String protocol, String endpoint) {
    Arn arn = Arn.parse(endpoint);
    String kind =
        switch (protocol) {
          case "sqs" -> "SQS";
          case "lambda" -> "Lambda";
          default -> "Firehose";
        };
    boolean good =
        arn != null
            && arn.service().equals(protocol)
            && !arn.account().isEmpty()
            && Regions.find(arn.region()) != null
            && (!protocol.equals("lambda") || arn.resource().startsWith("function:"))
            && (!protocol.equals("firehose") || arn.resource().startsWith("deliverystream/"));
    if (!good) {
      throw SnsErrors.invalid(kind + " endpoint ARN");
    }
  }

  /** Whether a subscription need not be confirmed: its owner owns the endpoint as well. */
  static boolean isTrusted(String protocol, String endpoint, String owner) {
    return switch (protocol) {
      case "sqs", "lambda", "firehose" -> Arn.parse(endpoint).account().equals(owner);
      case "sms", "application" -> true;
      default -> false;
    };
  }
}
