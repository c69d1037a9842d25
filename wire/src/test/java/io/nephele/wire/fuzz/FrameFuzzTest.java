package io.nephele.wire.fuzz;

import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.wire.Requests;
import io.nephele.wire.chunked.AwsChunked;
import io.nephele.wire.chunked.ChunkVerifier;
import io.nephele.wire.eventstream.EventFrames;
import io.nephele.wire.eventstream.EventMessage;
import io.nephele.wire.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Broken chunks and event messages are refused as such and with nothing else. */
class FrameFuzzTest {
  private static final int TRIES = 20_000;
  private static final Operation PUT = Models.bundled().service("s3").operation("PutObject");

  @Test
  void eventMessagesAreReadOrRefused() {
    byte[] good =
        EventFrames.write(
            new EventMessage(
                Map.of(":event-type", "a", "number", 7, "bytes", Bytes.utf8("b"), "flag", true),
                new byte[20]));
    for (long seed = 0; seed < TRIES; seed++) {
      byte[] frame = changed(good, new Random(seed));
      resign(frame); // else the checksums would refuse all before their content is looked at
      try {
        EventFrames.read(new ByteArrayInputStream(frame));
      } catch (AwsException e) {
        // as it should be
      } catch (Exception e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void chunksAreReadOrRefused() {
    byte[] good =
        ("4;chunk-signature=aa\r\n1234\r\n5\r\n56789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    for (long seed = 0; seed < TRIES; seed++) {
      HttpRequest request =
          Requests.of(
              "PUT",
              "/b/k",
              changed(good, new Random(seed)),
              "x-amz-content-sha256",
              "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
              "x-amz-trailer",
              "x-amz-checksum-crc32",
              "x-amz-decoded-content-length",
              "9");
      HttpRequest decoded = AwsChunked.decode(PUT, request, ChunkVerifier.NONE);
      try (InputStream in = decoded.body().open()) {
        in.transferTo(OutputStream.nullOutputStream());
      } catch (AwsException e) {
        // as it should be
      } catch (IOException | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static byte[] changed(byte[] good, Random random) {
    byte[] bytes =
        java.util.Arrays.copyOf(good, good.length - random.nextInt(3) * random.nextInt(10));
    for (int i = random.nextInt(4); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static void resign(byte[] frame) {
    ByteBuffer buffer = ByteBuffer.wrap(frame);
    CRC32 crc = new CRC32();
    crc.update(frame, 0, 8);
    buffer.putInt(8, (int) crc.getValue());
    long total = buffer.getInt(0) & 0xffffffffL;
    if (total >= 16 && total <= frame.length) {
      CRC32 whole = new CRC32();
      whole.update(frame, 0, (int) total - 4);
      buffer.putInt((int) total - 4, (int) whole.getValue());
    }
  }
}
