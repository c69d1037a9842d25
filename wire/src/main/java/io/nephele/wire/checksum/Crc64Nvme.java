package io.nephele.wire.checksum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/**
 * CRC-64/NVME, S3's default checksum, which the JDK does not have. Eight bytes are taken at a time,
 * each from a table of its own, and in two lanes, so that the processor need not wait for one
 * before it begins the next; the lanes are put together as {@link CrcCombination} does.
 */
public final class Crc64Nvme implements Checksum {
  static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L; // reflected
  private static final int SLICES = Long.BYTES;
  private static final int VALUES = 256;
  private static final int BYTE = 0xff;

  /** Bytes that each lane takes before they are put together. */
  private static final int LANE = 1024;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Made on first use. Each has 256 values for each of eight bytes, the lowest first. */
  private static final class Tables {
    static final long[] SLICED = slices();
    static final long[] LANE_LATER = laneLater();

    private static long[] slices() {
      long[] tables = new long[SLICES * VALUES];
      int last = (SLICES - 1) * VALUES;
      for (int i = 0; i < VALUES; i++) {
        long crc = i;
        for (int bit = 0; bit < Byte.SIZE; bit++) {
          crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
        }
        tables[last + i] = crc;
      }
      for (int table = last - VALUES; table >= 0; table -= VALUES) {
        for (int i = 0; i < VALUES; i++) {
          long previous = tables[table + VALUES + i];
          tables[table + i] = previous >>> Byte.SIZE ^ tables[last + ((int) previous & BYTE)];
        }
      }
      return tables;
    }

    private static long[] laneLater() {
      long[] tables = new long[SLICES * VALUES];
      for (int slice = 0; slice < SLICES; slice++) {
        for (int i = 0; i < VALUES; i++) {
          long crc = (long) i << Byte.SIZE * slice;
          for (int zeros = 0; zeros < LANE; zeros += Long.BYTES) {
            crc = look(SLICED, crc);
          }
          tables[slice * VALUES + i] = crc;
        }
      }
      return tables;
    }
  }

  private long state = -1L;

  @Override
  public void update(int b) {
    state = one(Tables.SLICED, state, b);
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    long[] sliced = Tables.SLICED;
    long crc = state;
    int at = offset;
    int end = offset + length;
    for (; end - at >= 2 * LANE; at += 2 * LANE) {
      long second = 0;
      for (int i = at; i < at + LANE; i += Long.BYTES) {
        crc = look(sliced, crc ^ (long) LONGS.get(bytes, i));
        second = look(sliced, second ^ (long) LONGS.get(bytes, i + LANE));
      }
      crc = look(Tables.LANE_LATER, crc) ^ second;
    }
    for (; end - at >= Long.BYTES; at += Long.BYTES) {
      crc = look(sliced, crc ^ (long) LONGS.get(bytes, at));
    }
    for (; at < end; at++) {
      crc = one(sliced, crc, bytes[at]);
    }
    state = crc;
  }

  private static long one(long[] sliced, long crc, int b) {
    return crc >>> Byte.SIZE ^ sliced[(SLICES - 1) * VALUES + ((int) (crc ^ b) & BYTE)];
  }

  /** The sum of what the tables have for each byte. */
  private static long look(long[] tables, long bytes) {
    return tables[(int) bytes & BYTE]
        ^ tables[VALUES + ((int) (bytes >>> 8) & BYTE)]
        ^ tables[2 * VALUES + ((int) (bytes >>> 16) & BYTE)]
        ^ tables[3 * VALUES + ((int) (bytes >>> 24) & BYTE)]
        ^ tables[4 * VALUES + ((int) (bytes >>> 32) & BYTE)]
        ^ tables[5 * VALUES + ((int) (bytes >>> 40) & BYTE)]
        ^ tables[6 * VALUES + ((int) (bytes >>> 48) & BYTE)]
        ^ tables[7 * VALUES + (int) (bytes >>> 56)];
  }

  @Override
  public long getValue() {
    return ~state;
  }

  @Override
  public void reset() {
    state = -1L;
  }
}
