package io.nephele.core.store;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;

/** How one type of component is stored. */
interface ValueShape {
  /** What a missing component is. */
  default Object missing() {
    return null;
  }

  /** Whether the value need not be written, being what a missing component is. */
  default boolean isMissing(Object value) {
    return value == null;
  }

  /** Writes a value, which is not null. */
  void write(Object value, CBORGenerator to) throws IOException;

  /** Reads the value whose first token is the parser's current one, which is not null. */
  Object read(CBORParser from) throws IOException;
}
