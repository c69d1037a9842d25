package io.nephele.services.iam;

import io.nayuki.qrcodegen.QrCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Texts as QR codes in PNG images of black and white. */
final class QrCodes {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  /** How many pixels a module of the code is wide. */
  private static final int SCALE = 4;

  /** How many modules of white are around the code. */
  private static final int BORDER = 4;

  private QrCodes() {}

  static byte[] png(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    int size = (code.size + 2 * BORDER) * SCALE;
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    // One bit a pixel, grey; the usual compression and filters; not interlaced.
    byte[] header = {1, 0, 0, 0, 0};
    chunk("IHDR", ByteBuffer.allocate(13).putInt(size).putInt(size).put(header).array(), png);
    chunk("IDAT", deflated(pixels(code, size)), png);
    chunk("IEND", new byte[0], png);
    return png.toByteArray();
  }

  /** Rows of bits, white ones set, each after a byte that says it is not filtered. */
  private static byte[] pixels(QrCode code, int size) {
    int rowLength = 1 + (size + 7) / 8;
    byte[] pixels = new byte[rowLength * size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        if (!code.getModule(x / SCALE - BORDER, y / SCALE - BORDER)) {
          pixels[y * rowLength + 1 + x / 8] |= (byte) (0x80 >>> x % 8);
        }
      }
    }
    return pixels;
  }

  private static byte[] deflated(byte[] bytes) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  private static void chunk(String type, byte[] data, ByteArrayOutputStream to) {
    byte[] typed =
        ByteBuffer.allocate(4 + data.length)
            .put(type.getBytes(StandardCharsets.US_ASCII))
            .put(data)
            .array();
    CRC32 checksum = new CRC32();
    checksum.update(typed);
    to.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    to.writeBytes(typed);
    to.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
  }
}
