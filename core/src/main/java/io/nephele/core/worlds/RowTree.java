package io.nephele.core.worlds;

import io.nephele.model.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/**
 * What rows of the store say, as trees that people and programs can read: maps by name, lists,
 * texts, numbers, booleans and nulls, like those of {@link io.nephele.core.json.JsonText}.
 */
public final class RowTree {
  private RowTree() {}

  /**
   * The tree of a stored value of which nothing is known. Records are CBOR maps and tell the names
   * of their fields, though not their types: a number that would be a time of the years 2001 to
   * 2200 in nanoseconds is taken for one. No bytes are a map without entries; what is no CBOR map
   * is a text of its bytes in hexadecimal.
   */
  public static Object of(byte[] stored) {
    if (stored.length == 0) {
      return Map.of();
    }
    Object tree = CborTree.map(stored);
    return tree == null ? "hex:" + HexFormat.of().formatHex(stored) : tree;
  }

  /**
   * The tree of a record: a map of its components without those that are null or empty collections.
   * Instants and durations are texts as ISO 8601 has them, enums their names, and bytes as {@link
   * #of(Bytes)} tells.
   *
   * @throws IllegalArgumentException if a component is of a type that records in a store cannot
   *     have
   */
  public static Map<String, Object> of(Record row) {
    return RecordTree.of(row);
  }

  /** Bytes as a text: themselves if they are readable text in UTF-8, else in base64. */
  public static String of(Bytes bytes) {
    ByteBuffer buffer = bytes.toBuffer();
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
      if (isReadable(text)) {
        return text;
      }
    } catch (CharacterCodingException notText) {
      // told in base64
    }
    return "base64:" + Base64.getEncoder().encodeToString(bytes.toArray());
  }

  private static boolean isReadable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7F) {
        return false;
      }
    }
    return true;
  }
}
