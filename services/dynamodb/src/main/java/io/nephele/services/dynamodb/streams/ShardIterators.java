package io.nephele.services.dynamodb.streams;

import io.nephele.model.AwsException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A place in a shard, as callers hold it.
 *
 * @param streamArn the stream
 * @param shard the shard's number
 * @param next the number of the record that is read next
 * @param madeAt when it was made, in milliseconds since 1970
 */
record ShardIterators(String streamArn, long shard, long next, long madeAt) {
  String text() {
    String fields = shard + "/" + next + "/" + madeAt;
    return streamArn
        + "|1|"
        + Base64.getEncoder().encodeToString(fields.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * The place of a text.
   *
   * @throws AwsException if it is none
   */
  static ShardIterators parse(String text) {
    int bar = text.indexOf("|1|");
    if (bar > 0) {
      try {
        byte[] bytes = Base64.getDecoder().decode(text.substring(bar + "|1|".length()));
        String[] fields = new String(bytes, StandardCharsets.US_ASCII).split("/", -1);
        if (fields.length == 3) {
          return new ShardIterators(
              text.substring(0, bar),
              Long.parseLong(fields[0]),
              Long.parseLong(fields[1]),
              Long.parseLong(fields[2]));
        }
      } catch (IllegalArgumentException e) {
        // told below
      }
    }
    throw AwsException.client("ValidationException", 400, "Invalid ShardIterator");
  }
}
