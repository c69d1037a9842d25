package io.nephele.model;

/**
 * The kinds of shapes that AWS's Smithy models are made of, with the Java type a {@link Struct}
 * holds for each.
 */
public enum ShapeType {
  /** {@link Bytes}; a streaming blob is a {@link Body}. */
  BLOB,
  /** {@link Boolean}. */
  BOOLEAN,
  /** {@link String}. */
  STRING,
  /** {@link String}: values that the model does not list are kept as they came. */
  ENUM,
  /** {@link Integer}. */
  BYTE,
  /** {@link Integer}. */
  SHORT,
  /** {@link Integer}. */
  INTEGER,
  /** {@link Integer}. */
  INT_ENUM,
  /** {@link Long}. */
  LONG,
  /** {@link Float}. */
  FLOAT,
  /** {@link Double}. */
  DOUBLE,
  /** {@link java.math.BigInteger}. */
  BIG_INTEGER,
  /** {@link java.math.BigDecimal}. */
  BIG_DECIMAL,
  /** {@link java.time.Instant}. */
  TIMESTAMP,
  /** {@link Document}. */
  DOCUMENT,
  /** {@link java.util.List}. */
  LIST,
  /** {@link java.util.Map} with {@link String} keys, in the order in which entries came. */
  MAP,
  /** {@link Struct}. */
  STRUCTURE,
  /** {@link Struct} with exactly one slot set; a streaming union is an {@link EventStream}. */
  UNION;

  /** Whether values of this type hold other values. */
  public boolean isAggregate() {
    return this == LIST || this == MAP || this == STRUCTURE || this == UNION;
  }
}
