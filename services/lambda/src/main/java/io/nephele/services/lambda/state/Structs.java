package io.nephele.services.lambda.state;

import io.nephele.core.store.Codec;
import io.nephele.model.Struct;
import io.nephele.model.View;
import io.nephele.wire.cbor.StoredStructs;
import java.util.function.Function;
import java.util.function.Supplier;

/** Copies of structs, and structs as values of tables. */
public final class Structs {
  private Structs() {}

  /** A copy of the first level, which can be changed. */
  public static Struct copy(Struct from) {
    Struct to = new Struct(from.shape());
    for (int i = 0; i < from.shape().members().size(); i++) {
      to.set(i, from.get(i));
    }
    return to;
  }

  /** Sets the members of one struct that another has by the same name and that are set there. */
  public static void take(Struct to, Struct from) {
    for (int i = 0; i < from.shape().members().size(); i++) {
      Object value = from.get(i);
      String name = from.shape().members().get(i).name();
      if (value != null && to.shape().member(name) != null) {
        to.set(name, value);
      }
    }
  }

  /** Stores views of a shape. */
  public static <V extends View> Codec<V> codec(Supplier<V> empty, Function<Struct, V> view) {
    return new Codec<>() {
      @Override
      public byte[] encode(V value) {
        return StoredStructs.write(value.struct());
      }

      @Override
      public V decode(byte[] stored) {
        return view.apply(StoredStructs.read(stored, empty.get().struct().shape()));
      }
    };
  }
}
