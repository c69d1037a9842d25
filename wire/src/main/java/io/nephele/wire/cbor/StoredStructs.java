package io.nephele.wire.cbor;

import io.nephele.model.Shape;
import io.nephele.model.Struct;

/** Structs of AWS's models as bytes to keep: CBOR maps by the names of their members. */
public final class StoredStructs {
  private static final CborCodec CODEC = new CborCodec();

  private StoredStructs() {}

  /** The members of a struct that are set. */
  public static byte[] write(Struct struct) {
    return CODEC.write(struct);
  }

  /** The struct of a shape that was written so, frozen. */
  public static Struct read(byte[] stored, Shape shape) {
    Struct struct = new Struct(shape);
    CODEC.read(stored, struct);
    return struct.freeze();
  }
}
