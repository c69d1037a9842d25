package io.nephele.core.store;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Records as CBOR maps by component name, so that records may gain and lose components: unknown
 * names are passed over, and a component without a name in the map is null, zero, false or an empty
 * collection. Components may be texts, int, long, double and boolean (boxed too), Instant,
 * Duration, Bytes, enums, records, and List, Set and Map (by text) of these.
 *
 * <p>Zero, false, null and empty collections are not written at all (save null collections and
 * boxed values), which keeps stored records small.
 */
public final class RecordCodec<V extends Record> implements Codec<V> {
  private final CBORFactory factory;
  private final RecordShape<V> shape;

  private RecordCodec(RecordShape<V> shape) {
    this.shape = shape;
    this.factory =
        CBORFactory.builder()
            // Virtual threads come and go: buffers are kept by the factory, not by threads.
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            // What is stored was checked when it came in.
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();
  }

  /**
   * The codec of a record class.
   *
   * @throws IllegalArgumentException if a component's type cannot be stored; the message names it
   */
  public static <V extends Record> RecordCodec<V> of(Class<V> type) {
    return new RecordCodec<>(new RecordShapes().of(type));
  }

  @Override
  public byte[] encode(V value) {
    Encoded encoded = new Encoded();
    try (CBORGenerator to = factory.createGenerator(encoded)) {
      shape.write(value, to);
      to.flush();
      return encoded.bytes();
    } catch (IOException e) {
      throw new StoreException("Cannot encode a " + shape.name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public V decode(byte[] stored) {
    try (CBORParser from = factory.createParser(stored)) {
      if (from.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a CBOR map");
      }
      return shape.read(from);
    } catch (IOException e) {
      throw new StoreException("A stored " + shape.name() + " is damaged: " + e.getMessage(), e);
    }
  }

  /** Takes what the generator gathers: one write for small values, whose copy is then exact. */
  private static final class Encoded extends OutputStream {
    private byte[] buffer = {};
    private int length;

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) {
      if (length + count > buffer.length) {
        int size = length == 0 ? count : Math.max(length + count, buffer.length * 2);
        buffer = Arrays.copyOf(buffer, size);
      }
      System.arraycopy(from, offset, buffer, length, count);
      length += count;
    }

    private byte[] bytes() {
      return length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
    }
  }
}
