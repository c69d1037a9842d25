package io.nephele.services.dynamodb.values;

import io.nephele.model.Bytes;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * The value of an attribute: one of DynamoDB's ten data types, under AWS's names for them. Values
 * are immutable and equal if DynamoDB takes them for equal: numbers by what they are worth, sets
 * whatever the order of their elements was.
 *
 * <p>The collections inside a value must not be changed after it was made.
 */
public sealed interface Value {

  /** AWS's name of the type, for example {@code SS}. */
  default String type() {
    return kind().name();
  }

  /** The data type. */
  Kind kind();

  /** The data types by AWS's names. */
  enum Kind {
    S,
    N,
    B,
    SS,
    NS,
    BS,
    M,
    L,
    NULL,
    BOOL;

    /** The type of that name, or null. */
    public static Kind of(String name) {
      return switch (name) {
        case "S" -> S;
        case "N" -> N;
        case "B" -> B;
        case "SS" -> SS;
        case "NS" -> NS;
        case "BS" -> BS;
        case "M" -> M;
        case "L" -> L;
        case "NULL" -> NULL;
        case "BOOL" -> BOOL;
        default -> null;
      };
    }
  }

  /** A text. */
  record S(String value) implements Value {
    @Override
    public Kind kind() {
      return Kind.S;
    }
  }

  /** A number in its one normal form: plain digits, no zeros that say nothing. */
  final class N implements Value, Comparable<N> {
    /** Zero. */
    public static final N ZERO = new N("0");

    private final String text;
    private BigDecimal decimal;

    /** A number of normal form; see {@link Numbers#parse}. */
    N(String text) {
      this.text = text;
    }

    /** The number of that text, which is checked and normalised. */
    public static N of(String text) {
      return Numbers.parse(text);
    }

    /** A whole number. */
    public static N of(long number) {
      return new N(Long.toString(number));
    }

    /** The number as DynamoDB shows it. */
    public String text() {
      return text;
    }

    /** The number to count with. */
    public BigDecimal decimal() {
      BigDecimal known = decimal;
      if (known == null) {
        known = new BigDecimal(text);
        decimal = known;
      }
      return known;
    }

    @Override
    public Kind kind() {
      return Kind.N;
    }

    @Override
    public int compareTo(N other) {
      return Numbers.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof N number && text.equals(number.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    @Override
    public String toString() {
      return "N[" + text + "]";
    }
  }

  /** Bytes. */
  record B(Bytes value) implements Value {
    @Override
    public Kind kind() {
      return Kind.B;
    }
  }

  /** True or false. */
  enum BOOL implements Value {
    /** False. */
    FALSE,
    /** True. */
    TRUE;

    /** The value of a boolean. */
    public static BOOL of(boolean value) {
      return value ? TRUE : FALSE;
    }

    /** Whether it is true. */
    public boolean value() {
      return this == TRUE;
    }

    @Override
    public Kind kind() {
      return Kind.BOOL;
    }
  }

  /** The null of an attribute that exists. */
  enum NULL implements Value {
    /** The one null. */
    VALUE;

    @Override
    public Kind kind() {
      return Kind.NULL;
    }
  }

  /** A set of texts, in the order of their UTF-8 bytes; see {@link ValueSets}. */
  record SS(List<String> values) implements Value {
    @Override
    public Kind kind() {
      return Kind.SS;
    }
  }

  /** A set of numbers, in their order; see {@link ValueSets}. */
  record NS(List<N> values) implements Value {
    @Override
    public Kind kind() {
      return Kind.NS;
    }
  }

  /** A set of runs of bytes, in the order of unsigned bytes; see {@link ValueSets}. */
  record BS(List<Bytes> values) implements Value {
    @Override
    public Kind kind() {
      return Kind.BS;
    }
  }

  /** A list. */
  record L(List<Value> values) implements Value {
    @Override
    public Kind kind() {
      return Kind.L;
    }
  }

  /** A map, in the order in which it was given. */
  record M(Map<String, Value> values) implements Value {
    @Override
    public Kind kind() {
      return Kind.M;
    }
  }
}
