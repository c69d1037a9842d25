package io.nephele.core.trail;

import io.nephele.model.Bytes;
import java.util.List;

/**
 * An event as it is kept: what it is looked up by, and its text.
 *
 * @param id a UUID
 * @param time when the call arrived, in milliseconds of the world's clock
 * @param name the event's name, for example {@code CreateQueue}
 * @param source for example {@code sqs.amazonaws.com}
 * @param readOnly whether the call changed nothing
 * @param username who called, as event history names them; or null
 * @param accessKeyId the key that signed the call, or null
 * @param resources what the call was about
 * @param json the event in CloudTrail's format, an object in UTF-8
 */
public record TrailEvent(
    String id,
    long time,
    String name,
    String source,
    boolean readOnly,
    String username,
    String accessKeyId,
    List<Resource> resources,
    Bytes json) {

  /** A number that tells events of the same time apart. */
  public long number() {
    return EventIds.number(id);
  }

  /** The event in CloudTrail's format. */
  public String text() {
    return json.utf8();
  }

  /**
   * A resource that a call was about.
   *
   * @param type for example {@code AWS::SQS::Queue}
   * @param name the name that event history gives it
   * @param arn its ARN
   */
  public record Resource(String type, String name, String arn) {}
}
