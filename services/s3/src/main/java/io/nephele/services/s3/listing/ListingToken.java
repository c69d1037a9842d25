package io.nephele.services.s3.listing;

import io.nephele.services.s3.S3Errors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/** Continuation tokens: where a listing goes on, in a form that nobody makes up by accident. */
final class ListingToken {
  private static final byte FORM = 1;
  private static final int CHECK = Integer.BYTES;

  private ListingToken() {}

  /** The token of a listing that goes on after a key or common prefix. */
  static String of(String after) {
    byte[] text = after.getBytes(StandardCharsets.UTF_8);
    ByteBuffer token = ByteBuffer.allocate(1 + CHECK + text.length);
    token.put(FORM).putInt(check(text, 0)).put(text);
    return Base64.getEncoder().encodeToString(token.array());
  }

  /** After what a listing goes on; an error to the caller if that is no token. */
  static String after(String token) {
    try {
      byte[] bytes = Base64.getDecoder().decode(token);
      int start = 1 + CHECK;
      boolean intact =
          bytes.length > start
              && bytes[0] == FORM
              && ByteBuffer.wrap(bytes).getInt(1) == check(bytes, start);
      if (intact) {
        return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
      }
    } catch (IllegalArgumentException e) {
      // not base64
    }
    throw S3Errors.invalidArgument(
        "The continuation token provided is incorrect", "continuation-token", token);
  }

  private static int check(byte[] bytes, int from) {
    CRC32C check = new CRC32C();
    check.update(bytes, from, bytes.length - from);
    return (int) check.getValue();
  }
}
