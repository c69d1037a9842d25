package io.nephele.bench.secrets;

import io.nephele.bench.load.HttpConnection;
import io.nephele.bench.load.RequestBytes;
import io.nephele.bench.load.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Encrypts a value and decrypts what came of it: two calls that count as one. */
final class EncryptStep implements Step {
  private static final byte[] BLOB = "\"CiphertextBlob\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BEFORE = "{\"CiphertextBlob\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] AFTER = "\"}".getBytes(StandardCharsets.US_ASCII);

  private final RequestBytes encrypt;
  private final RequestBytes decrypt;
  private boolean encrypted;

  EncryptStep(RequestBytes encrypt, RequestBytes decrypt) {
    this.encrypt = encrypt;
    this.decrypt = decrypt;
  }

  @Override
  public RequestBytes begin() {
    encrypted = false;
    return encrypt;
  }

  @Override
  public RequestBytes next(HttpConnection answered) throws IOException {
    if (answered.status() != 200) {
      throw new IOException("Answered " + answered.status() + ": " + answered.bodyText());
    }
    if (encrypted) {
      return null;
    }
    encrypted = true;
    byte[] bytes = answered.buffer();
    int from = quote(bytes, find(answered)) + 1;
    return decrypt.clear().add(BEFORE).add(bytes, from, quote(bytes, from)).add(AFTER).finish();
  }

  /** Where the blob's name ends. */
  private static int find(HttpConnection answered) throws IOException {
    byte[] bytes = answered.buffer();
    for (int i = answered.bodyStart(); i + BLOB.length < answered.bodyEnd(); i++) {
      int same = 0;
      while (same < BLOB.length && bytes[i + same] == BLOB[same]) {
        same++;
      }
      if (same == BLOB.length) {
        return i + same;
      }
    }
    throw new IOException("No CiphertextBlob in " + answered.bodyText());
  }

  private static int quote(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] != '"') {
      at++;
    }
    return at;
  }

  @Override
  public int handled() {
    return 1;
  }
}
