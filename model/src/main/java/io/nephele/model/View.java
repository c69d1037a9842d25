package io.nephele.model;

/** What generated typed views share: a {@link Struct} with names and types for its slots. */
public abstract class View {
  private final Struct struct;

  /** A view of that struct. */
  protected View(Struct struct) {
    this.struct = struct;
  }

  /** The struct that this is a view of. */
  public final Struct struct() {
    return struct;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof View view && struct.equals(view.struct);
  }

  @Override
  public final int hashCode() {
    return struct.hashCode();
  }

  @Override
  public final String toString() {
    return struct.toString();
  }
}
