package io.nephele.services.iam;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Policy documents for tests. */
final class TestPolicies {
  /** The account of clients that tests are given. */
  static final String ACCOUNT = "000000000000";

  private TestPolicies() {}

  /** A trust policy that lets a service assume the role. */
  static String trustService(String service) {
    return trust("{\"Service\":\"" + service + "\"}");
  }

  /** A trust policy that lets users or roles assume the role. */
  static String trustAws(String arn) {
    return trust("{\"AWS\":\"" + arn + "\"}");
  }

  private static String trust(String principal) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
        + principal
        + ",\"Action\":\"sts:AssumeRole\"}]}";
  }

  /** A policy of one statement. */
  static String policy(String effect, String action, String resource) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\""
        + effect
        + "\",\"Action\":\""
        + action
        + "\",\"Resource\":\""
        + resource
        + "\"}]}";
  }

  /** A policy that allows an action on everything. */
  static String allow(String action) {
    return policy("Allow", action, "*");
  }

  /** A policy of about that many characters. */
  static String allowOfSize(int characters) {
    return allow("sqs:" + "x".repeat(characters - allow("sqs:").length()));
  }

  /** The ARN of something in the account of the tests. */
  static String arn(String resource) {
    return "arn:aws:iam::" + ACCOUNT + ":" + resource;
  }

  /** A document as it is in results. */
  static String decoded(String document) {
    return URLDecoder.decode(document, StandardCharsets.UTF_8);
  }
}
