package io.nephele.wire.checksum;

import java.util.zip.Checksum;

/**
 * CRC-64/NVME, S3's default checksum, which the JDK does not have. Eight bytes are taken at a time,
 * each from a table of its own.
 */
public final class Crc64Nvme implements Checksum {
  static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L; // reflected
  private static final int SLICES = 8;

  /** Made on first use. */
  private static final class Tables {
    static final long[][] SLICED = make();

    private static long[][] make() {
      long[][] tables = new long[SLICES][256];
      for (int i = 0; i < 256; i++) {
        long crc = i;
        for (int bit = 0; bit < 8; bit++) {
          crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
        }
        tables[0][i] = crc;
      }
      for (int slice = 1; slice < SLICES; slice++) {
        for (int i = 0; i < 256; i++) {
          long previous = tables[slice - 1][i];
          tables[slice][i] = previous >>> 8 ^ tables[0][(int) previous & 0xff];
        }
      }
      return tables;
    }
  }

  private final long[][] tables = Tables.SLICED;
  private long state = -1L;

  @Override
  public void update(int b) {
    state = state >>> 8 ^ tables[0][(int) (state ^ b) & 0xff];
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    long crc = state;
    int i = offset;
    int end = offset + length;
    while (end - i >= SLICES) {
      long mixed = crc ^ littleEndian(bytes, i);
      crc = 0;
      for (int slice = 0; slice < SLICES; slice++) {
        crc ^= tables[SLICES - 1 - slice][(int) (mixed >>> 8 * slice) & 0xff];
      }
      i += SLICES;
    }
    while (i < end) {
      crc = crc >>> 8 ^ tables[0][(int) (crc ^ bytes[i++]) & 0xff];
    }
    state = crc;
  }

  @Override
  public long getValue() {
    return ~state;
  }

  @Override
  public void reset() {
    state = -1L;
  }

  private static long littleEndian(byte[] bytes, int offset) {
    long value = 0;
    for (int i = 7; i >= 0; i--) {
      value = value << 8 | bytes[offset + i] & 0xffL;
    }
    return value;
  }
}
