package io.nephele.wire;

import io.nephele.model.AwsException;

/** What AWS answers to bytes that are not what the operation's input says. */
public final class SerializationErrors {
  /** The error's code in all protocols but the query ones. */
  public static final String CODE = "SerializationException";

  private SerializationErrors() {}

  /** The request cannot be read; the message may be null, as AWS says nothing about broken JSON. */
  public static AwsException of(String message) {
    return AwsException.client(CODE, 400, message);
  }

  /** The request's content is larger than the service takes. */
  public static AwsException tooLarge(long limit) {
    return AwsException.client(
        "RequestEntityTooLargeException", 413, "Request size exceeded " + limit + " bytes");
  }
}
