package io.nephele.services.kinesis;

import java.util.Map;

/**
 * A registered consumer of a stream, as it is stored.
 *
 * @param name the consumer's name
 * @param createdAt in milliseconds
 * @param status CREATING, ACTIVE or DELETING
 * @param tags by key
 * @param policy its resource policy, or null
 */
record Consumer(
    String name, long createdAt, String status, Map<String, String> tags, String policy) {

  /** Its ARN, which ends with the seconds of its creation. */
  String arn(Stream stream) {
    return stream.arn() + "/consumer/" + name + ":" + createdAt / 1000;
  }

  Consumer withStatus(String now) {
    return new Consumer(name, createdAt, now, tags, policy);
  }

  Consumer withTags(Map<String, String> now) {
    return new Consumer(name, createdAt, status, now, policy);
  }

  Consumer withPolicy(String now) {
    return new Consumer(name, createdAt, status, tags, now);
  }
}
