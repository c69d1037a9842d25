package io.nephele.services.dynamodb.partiql;

import io.nephele.core.call.Call;
import io.nephele.core.store.StoreException;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;

/**
 * Where the next page of a SELECT begins.
 *
 * @param partition the number of the partition among those that the statement reads
 * @param after the key of the last item that was read of it, or empty
 */
record NextToken(int partition, Map<String, Value> after) {
  private static final int VERSION = 0x4E455831;
  private static final int HEAD = Integer.BYTES + 2 * Long.BYTES + Integer.BYTES;

  /** The token as the caller gets it, to come back with the same statement. */
  String encode(Call call, long fingerprint) {
    byte[] key = ItemCodec.INSTANCE.encode(after);
    return Base64.getEncoder()
        .encodeToString(
            ByteBuffer.allocate(HEAD + key.length)
                .putInt(VERSION)
                .putLong(place(call))
                .putLong(fingerprint)
                .putInt(partition)
                .put(key)
                .array());
  }

  /**
   * Reads a token.
   *
   * @throws AwsException if it is none, or not of this caller and statement
   */
  static NextToken decode(String token, Call call, long fingerprint) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Base64.getDecoder().decode(token));
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
    if (bytes.remaining() < HEAD || bytes.getInt() != VERSION) {
      throw invalid();
    }
    if (bytes.getLong() != place(call)) {
      throw Validation.error("Given NextToken is invalid for this account");
    }
    if (bytes.getLong() != fingerprint) {
      throw Validation.error("NextToken does not match request");
    }
    int partition = bytes.getInt();
    byte[] key = new byte[bytes.remaining()];
    bytes.get(key);
    try {
      return new NextToken(partition, ItemCodec.INSTANCE.decode(key));
    } catch (StoreException e) {
      throw invalid();
    }
  }

  private static AwsException invalid() {
    return Validation.error("Invalid NextToken");
  }

  private static long place(Call call) {
    return fingerprint(call.accountId() + '/' + call.region().name(), 1);
  }

  /** A number for a text, and another for nearly every other text. */
  static long fingerprint(String text, long seed) {
    long fingerprint = seed;
    for (int i = 0; i < text.length(); i++) {
      fingerprint = (fingerprint ^ text.charAt(i)) * 0x9E3779B97F4A7C15L;
      fingerprint ^= fingerprint >>> 29;
    }
    return fingerprint;
  }
}
