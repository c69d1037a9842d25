package io.nephele.services.sqs;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * What a receiver shows to delete a message or change its visibility timeout.
 *
 * @param queueId the queue that the message was received from
 * @param sequence the message
 * @param nonce the receive; each has another
 */
record ReceiptHandle(long queueId, long sequence, long nonce) {
  /** Makes handles begin with AQEB, as AWS's do. */
  private static final byte[] VERSION = {1, 1, 1};

  private static final int CONTENT = VERSION.length + 3 * Long.BYTES;
  private static final int LENGTH = CONTENT + Integer.BYTES;

  /** The handle as callers see it. */
  String text() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    bytes.put(VERSION).putLong(queueId).putLong(sequence).putLong(nonce);
    bytes.putInt(checksum(bytes.array()));
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /** The handle that the text is, or null if it is none. */
  static ReceiptHandle parse(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
    if (bytes.length != LENGTH || ByteBuffer.wrap(bytes).getInt(CONTENT) != checksum(bytes)) {
      return null;
    }
    ByteBuffer content = ByteBuffer.wrap(bytes).position(VERSION.length);
    return new ReceiptHandle(content.getLong(), content.getLong(), content.getLong());
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, CONTENT);
    return (int) checksum.getValue();
  }
}
