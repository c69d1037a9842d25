package io.nephele.model;

/** The input or output of an operation that has none. */
public final class Unit extends View {
  /** A view of a struct without members. */
  public Unit(Struct struct) {
    super(struct);
  }
}
