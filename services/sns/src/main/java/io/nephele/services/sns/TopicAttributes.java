package io.nephele.services.sns;

import io.nephele.core.arn.Arn;
import java.util.Map;
import java.util.Set;

/** Which attributes a topic can be given, and with which values. */
final class TopicAttributes {
  static final String CONTENT_BASED_DEDUPLICATION = "ContentBasedDeduplication";
  static final String FIFO_THROUGHPUT_SCOPE = "FifoThroughputScope";
  static final String SIGNATURE_VERSION = "SignatureVersion";
  static final String FIFO_TOPIC = "FifoTopic";
  static final String POLICY = "Policy";
  static final String DISPLAY_NAME = "DisplayName";
  static final String DELIVERY_POLICY = "DeliveryPolicy";
  static final String KMS_KEY = "KmsMasterKeyId";
  static final String TRACING = "TracingConfig";
  static final String ARCHIVE_POLICY = "ArchivePolicy";

  private static final int LONGEST_DISPLAY_NAME = 100;
  private static final Set<String> FEEDBACK_PROTOCOLS =
      Set.of("Application", "Firehose", "HTTP", "Lambda", "SQS");

  private TopicAttributes() {}

  /**
   * The value of an attribute as it is kept; an error to the caller if a topic cannot have it.
   *
   * @return null if the attribute is to be removed
   */
  static String check(TopicAddress topic, String name, String value) {
    String given = value == null ? "" : value;
    return switch (name) {
      case POLICY -> given.isEmpty() ? null : TopicPolicy.check(given);
      case DISPLAY_NAME -> displayName(given);
      case DELIVERY_POLICY -> {
        if (!given.isEmpty()) {
          DeliveryPolicies.checkTopic(given);
        }
        yield given.isEmpty() ? null : given;
      }
      case KMS_KEY -> given.isEmpty() ? null : given;
      case SIGNATURE_VERSION -> oneOf(name, given, "1", "2");
      case TRACING -> {
        if (given.equals("Active")) {
          throw SnsErrors.invalid(
              "Attributes", "TracingConfig: Nephele does not trace messages; use PassThrough");
        }
        yield oneOf(name, given, "PassThrough");
      }
      case CONTENT_BASED_DEDUPLICATION -> {
        requireFifo(topic, name);
        yield flag(name, given);
      }
      case FIFO_THROUGHPUT_SCOPE -> {
        requireFifo(topic, name);
        yield oneOf(name, given, "Topic", "MessageGroup");
      }
      case ARCHIVE_POLICY -> {
        requireFifo(topic, name);
        yield ArchivePolicy.check(given);
      }
      case FIFO_TOPIC ->
          throw SnsErrors.invalid("Attributes", "FifoTopic attribute cannot be changed");
      default -> feedback(name, given);
    };
  }

  /** The attributes that a new topic is given; an error to the caller if it cannot be. */
  static void checkNew(TopicAddress topic, Map<String, String> given) {
    String fifo = given.get(FIFO_TOPIC);
    if (fifo != null) {
      flag(FIFO_TOPIC, fifo);
    }
    if ("true".equalsIgnoreCase(fifo) != topic.isFifo()) {
      throw topic.isFifo()
          ? SnsErrors.invalid("Topic Name")
          : SnsErrors.invalid(
              "Fifo Topic names must end with .fifo and must be made up of only uppercase and"
                  + " lowercase ASCII letters, numbers, underscores, and hyphens, and must be"
                  + " between 1 and 256 characters long.");
    }
  }

  private static void requireFifo(TopicAddress topic, String name) {
    if (!topic.isFifo()) {
      throw SnsErrors.invalid(name, "attribute is only supported for FIFO topics");
    }
  }

  private static String displayName(String value) {
    if (value.length() > LONGEST_DISPLAY_NAME || value.indexOf('\n') >= 0) {
      throw SnsErrors.invalid("DisplayName");
    }
    return value;
  }

  private static String flag(String name, String value) {
    if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      throw SnsErrors.invalid(
          "Attributes", name + ": Invalid value [" + value + "]. Must be true or false.");
    }
    return value.toLowerCase(java.util.Locale.ROOT);
  }

  private static String oneOf(String name, String value, String... values) {
    for (String each : values) {
      if (each.equals(value)) {
        return value;
      }
    }
    throw SnsErrors.invalid(
        "Attributes",
        name + ": Invalid value [" + value + "]. Must be " + String.join(" or ", values) + ".");
  }

  /** Attributes of the logs of deliveries: a protocol and what is meant of it. */
  private static String feedback(String name, String value) {
    for (String protocol : FEEDBACK_PROTOCOLS) {
      if (!name.startsWith(protocol)) {
        continue;
      }
      switch (name.substring(protocol.length())) {
        case "SuccessFeedbackRoleArn", "FailureFeedbackRoleArn" -> {
          Arn arn = Arn.parse(value);
          if (!value.isEmpty()
              && (arn == null || !arn.service().equals("iam") || !isRole(arn.resource()))) {
            throw SnsErrors.invalid("Attributes", name + ": invalid role ARN");
          }
          return value.isEmpty() ? null : value;
        }
        case "SuccessFeedbackSampleRate" -> {
          return value.isEmpty() ? null : rate(name, value);
        }
        default -> {
          // told below
        }
      }
    }
    throw SnsErrors.invalid("AttributeName");
  }

  private static boolean isRole(String resource) {
    return resource.startsWith("role/");
  }

  private static String rate(String name, String value) {
    try {
      int rate = Integer.parseInt(value);
      if (rate >= 0 && rate <= 100) {
        return value;
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    throw SnsErrors.invalid("Attributes", name + ": must be an integer between 0 and 100");
  }
}
