package io.nephele.services.kms;

import io.nephele.model.Struct;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Encryption contexts: pairs that have to be given again to decrypt. */
final class EncryptionContext {
  private static final int MAX_BYTES = 8192;

  private EncryptionContext() {}

  /** The context that a member of a request holds; empty if there is none. */
  @SuppressWarnings("unchecked") // the model says that it is a map of texts
  static Map<String, String> of(Struct request, String member) {
    Object value = request.get(member);
    return value == null ? Map.of() : (Map<String, String>) value;
  }

  /**
   * The bytes that stand for a context whatever the order of its pairs, after a ciphertext's
   * header; an error to the caller if it is too large.
   */
  static byte[] bytes(byte[] header, Map<String, String> context) {
    if (context == null || context.isEmpty()) {
      return header;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(header.length + 256);
    out.writeBytes(header);
    Map<String, String> sorted = context.size() == 1 ? context : new TreeMap<>(context);
    for (Map.Entry<String, String> pair : sorted.entrySet()) {
      write(out, pair.getKey());
      write(out, pair.getValue());
    }
    if (out.size() - header.length > MAX_BYTES) {
      throw KmsErrors.validation(
          "The encryption context is larger than the maximum of " + MAX_BYTES + " bytes");
    }
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(bytes.length >>> 16);
    out.write(bytes.length >>> 8);
    out.write(bytes.length);
    out.writeBytes(bytes);
  }

  /** An error to the caller if it gives a context where there can be none. */
  static void refuse(Map<String, String> context) {
    if (context != null && !context.isEmpty()) {
      throw KmsErrors.validation(
          "The EncryptionContext parameter is valid only for symmetric encryption KMS keys.");
    }
  }
}
