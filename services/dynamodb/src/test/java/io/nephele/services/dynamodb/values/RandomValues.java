package io.nephele.services.dynamodb.values;

import io.nephele.model.Bytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Makes values of all kinds for tests of what must hold for every value. */
public final class RandomValues {
  private final Random random;

  /** The same values for the same seed. */
  public RandomValues(long seed) {
    this.random = new Random(seed);
  }

  /** Some item. */
  public Map<String, Value> item() {
    Map<String, Value> item = new LinkedHashMap<>();
    for (int left = random.nextInt(8); left > 0; left--) {
      item.put(text(), value(3));
    }
    return item;
  }

  /** Some value that is nested at most that deep. */
  public Value value(int depth) {
    return switch (random.nextInt(depth == 0 ? 8 : 10)) {
      case 0 -> new Value.S(text());
      case 1 -> Value.N.of(number().toString());
      case 2 -> new Value.B(bytes());
      case 3 -> Value.BOOL.of(random.nextBoolean());
      case 4 -> Value.NULL.VALUE;
      case 5 -> ValueSets.texts(some(this::text));
      case 6 -> ValueSets.numbers(some(() -> Value.N.of(number().toString())));
      case 7 -> ValueSets.bytes(some(this::bytes));
      case 8 -> {
        List<Value> values = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
          values.add(value(depth - 1));
        }
        yield new Value.L(values);
      }
      default -> {
        Map<String, Value> values = new LinkedHashMap<>();
        for (int left = random.nextInt(4); left > 0; left--) {
          values.put(text(), value(depth - 1));
        }
        yield new Value.M(values);
      }
    };
  }

  /** Some number that DynamoDB takes, in one of the forms it can be written in. */
  public BigDecimal number() {
    int digits = random.nextInt(6) == 0 ? 38 : 1 + random.nextInt(5);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < digits; i++) {
      text.append((char) ('0' + random.nextInt(10)));
    }
    BigDecimal number = new BigDecimal(new BigInteger(text.toString()));
    int exponent = random.nextInt(4) == 0 ? random.nextInt(210) - 125 : random.nextInt(9) - 4;
    exponent = Math.min(exponent, 125 - digits);
    number = number.scaleByPowerOfTen(Math.max(exponent, -130));
    return random.nextBoolean() ? number.negate() : number;
  }

  /** Some text of characters of one to four bytes. */
  public String text() {
    int[] some = {'a', 'b', '"', 0, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFD, 0x10000, 0x10FFFF};
    StringBuilder text = new StringBuilder();
    for (int left = 1 + random.nextInt(5); left > 0; left--) {
      text.appendCodePoint(some[random.nextInt(some.length)]);
    }
    return text.toString();
  }

  /** Some bytes. */
  public Bytes bytes() {
    byte[] bytes = new byte[random.nextInt(4)];
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = random.nextInt(3) == 0 ? (byte) (random.nextInt(3) - 1) : bytes[i];
    }
    return Bytes.of(bytes);
  }

  private <T> List<T> some(java.util.function.Supplier<T> each) {
    Set<T> values = new LinkedHashSet<>();
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      values.add(each.get());
    }
    return List.copyOf(values);
  }
}
