package io.nephele.services.sqs;

import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The digests that clients check messages with: MD5 of bodies and attributes, SHA-256 for
 * content-based deduplication.
 */
final class MessageDigests {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte STRING = 1;
  private static final byte BINARY = 2;

  private MessageDigests() {}

  /** The MD5 of a body. */
  static Bytes md5(byte[] body) {
    return Bytes.of(digest("MD5").digest(body));
  }

  /** A digest as callers see it. */
  static String hex(Bytes digest) {
    return HEX.formatHex(digest.toArray());
  }

  /** The deduplication id of a body. */
  static String sha256(String body) {
    return HEX.formatHex(digest("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The MD5 of attributes as SQS and its clients define it: by name in order, the length and bytes
   * of name and type, then a byte for the kind of value, then its length and bytes. Null if there
   * are none.
   */
  static String md5(Map<String, Attribute> attributes) {
    if (attributes.isEmpty()) {
      return null;
    }
    MessageDigest digest = digest("MD5");
    for (Map.Entry<String, Attribute> entry : new TreeMap<>(attributes).entrySet()) {
      Attribute attribute = entry.getValue();
      add(digest, utf8(entry.getKey()));
      add(digest, utf8(attribute.dataType()));
      if (attribute.text() != null) {
        digest.update(STRING);
        add(digest, utf8(attribute.text()));
      } else {
        digest.update(BINARY);
        add(digest, attribute.binary().toArray());
      }
    }
    return HEX.formatHex(digest.digest());
  }

  /** The MD5 of the only system attribute that can be sent; null if there is none. */
  static String md5OfTraceHeader(String traceHeader) {
    return traceHeader == null
        ? null
        : md5(Map.of("AWSTraceHeader", new Attribute("String", traceHeader, (Bytes) null)));
  }

  private static void add(MessageDigest digest, byte[] bytes) {
    int length = bytes.length;
    digest.update((byte) (length >>> 24));
    digest.update((byte) (length >>> 16));
    digest.update((byte) (length >>> 8));
    digest.update((byte) length);
    digest.update(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
