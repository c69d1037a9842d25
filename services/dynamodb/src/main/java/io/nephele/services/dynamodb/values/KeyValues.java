package io.nephele.services.dynamodb.values;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.model.Bytes;
import io.nephele.services.dynamodb.values.Value.B;
import io.nephele.services.dynamodb.values.Value.N;
import io.nephele.services.dynamodb.values.Value.S;
import java.io.ByteArrayOutputStream;

/**
 * Values of keys as parts of the store's keys, in DynamoDB's order: texts by their UTF-8 bytes,
 * numbers by what they are worth, bytes unsigned.
 *
 * <p>A number is a byte for its sign, a byte for the power of ten of its first digit, and its
 * digits two a byte; in negative ones all but the sign are complemented, and a last byte says that
 * they end.
 */
public final class KeyValues {
  private static final int NEGATIVE = 1;
  private static final int ZERO = 2;
  private static final int POSITIVE = 3;

  /** Ends the digits of negative numbers, after which fewer digits are more. */
  private static final int END = 0xFF;

  private KeyValues() {}

  /** The key and that value as its next part. */
  public static Key append(Key key, Value value) {
    return switch (value) {
      case S text -> key.with(text.value());
      case N number -> key.with(encode(number));
      case B bytes -> key.with(bytes.value());
      default -> throw new IllegalArgumentException(value.type() + " cannot be part of a key");
    };
  }

  /** The next part of a key as a value of that type. */
  public static Value read(KeyReader key, Value.Kind kind) {
    return switch (kind) {
      case S -> new S(key.nextText());
      case N -> decode(key.nextBytes());
      case B -> new B(key.nextBytes());
      default -> throw new IllegalArgumentException(kind + " cannot be part of a key");
    };
  }

  /** Whether a value can be a key's: a text, a number or bytes. */
  public static boolean isScalar(Value value) {
    return value instanceof S || value instanceof N || value instanceof B;
  }

  /** The order of two values of one type that can be a key's. */
  public static int compare(Value a, Value b) {
    return switch (a) {
      case S text -> Utf8.compare(text.value(), ((S) b).value());
      case N number -> number.compareTo((N) b);
      case B bytes -> ValueSets.compare(bytes.value(), ((B) b).value());
      default -> throw new IllegalArgumentException(a.type() + " has no order");
    };
  }

  /** The bytes of a value that can be a key's: how long AWS takes it to be. */
  public static int size(Value value) {
    return Sizes.value(value);
  }

  /**
   * Refuses an empty text or no bytes as the value of a key's attribute.
   *
   * @throws io.nephele.model.AwsException in AWS's words
   */
  public static void requireNotEmpty(String attribute, Value value) {
    String kind =
        value instanceof S text && text.value().isEmpty()
            ? "string"
            : value instanceof B bytes && bytes.value().length() == 0 ? "binary" : null;
    if (kind != null) {
      throw Validation.error(
          "One or more parameter values are not valid. The AttributeValue for a key attribute"
              + " cannot contain an empty "
              + kind
              + " value. Key: "
              + attribute);
    }
  }

  static Bytes encode(N number) {
    Decimal decimal = Decimal.parse(number.text());
    String digits = decimal.digits();
    if (digits.isEmpty()) {
      return Bytes.of(new byte[] {ZERO});
    }
    boolean negative = decimal.negative();
    int flip = negative ? 0xFF : 0;
    int pairs = (digits.length() + 1) / 2;
    byte[] bytes = new byte[2 + pairs + (negative ? 1 : 0)];
    bytes[0] = (byte) (negative ? NEGATIVE : POSITIVE);
    bytes[1] = (byte) ((decimal.point() - 1 - Numbers.MIN_EXPONENT) ^ flip);
    for (int i = 0; i < pairs; i++) {
      int high = digits.charAt(2 * i) - '0';
      int low = 2 * i + 1 < digits.length() ? digits.charAt(2 * i + 1) - '0' : 0;
      // Never zero, which keys would have to escape.
      bytes[2 + i] = (byte) ((high * 10 + low + 1) ^ flip);
    }
    if (negative) {
      bytes[2 + pairs] = (byte) END;
    }
    return Bytes.of(bytes);
  }

  static N decode(Bytes bytes) {
    if (bytes.at(0) == ZERO) {
      return N.ZERO;
    }
    boolean negative = bytes.at(0) == NEGATIVE;
    int flip = negative ? 0xFF : 0;
    int point = ((bytes.at(1) ^ flip) & 0xFF) + 1 + Numbers.MIN_EXPONENT;
    int end = bytes.length() - (negative ? 1 : 0);
    ByteArrayOutputStream digits = new ByteArrayOutputStream(2 * end);
    for (int i = 2; i < end; i++) {
      int pair = ((bytes.at(i) ^ flip) & 0xFF) - 1;
      digits.write('0' + pair / 10);
      digits.write('0' + pair % 10);
    }
    String text = digits.toString(java.nio.charset.StandardCharsets.ISO_8859_1);
    int length = text.length() - (text.endsWith("0") ? 1 : 0);
    return new Decimal(negative, text.substring(0, length), point).number();
  }
}
