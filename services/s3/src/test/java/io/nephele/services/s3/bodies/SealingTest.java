package io.nephele.services.s3.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.model.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The encrypted form of bodies. */
final class SealingTest {
  private static final Bytes SALT = Bytes.utf8("salt");

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "65535, 1", "65536, 1", "65537, 1", "0, 2", "65536, 2", "200000, 2"})
  void eachKeyAddsALayer(int size, int keys) throws IOException {
    byte[] plain = new byte[size];
    new Random(size).nextBytes(plain);
    byte[] dataKey = new byte[32 * keys];
    new Random(keys).nextBytes(dataKey);
    Sealing sealing = Sealing.of(dataKey, SALT);
    SealedStream stream = new SealedStream(new ByteArrayInputStream(plain), sealing, size);
    byte[] sealed = stream.readAllBytes();
    long pieces = Math.max(1, (size + 65_535) / 65_536);
    assertThat(sealed).hasSize((int) (size + 16 * keys * pieces));
    assertThat(stream.name()).matches("[0-9a-f]{32}");
    assertThat(open(sealed, sealing, size)).isEqualTo(plain);

    byte[] half = Arrays.copyOf(dataKey, 32);
    half[0]++;
    byte[] other = keys == 1 ? half : Arrays.copyOf(half, 64);
    assertThatThrownBy(() -> open(sealed, Sealing.of(other, SALT), size))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> open(sealed, Sealing.of(dataKey, Bytes.utf8("other")), size))
        .isInstanceOf(IOException.class);
    byte[] cut = Arrays.copyOf(sealed, sealed.length - 1);
    assertThatThrownBy(() -> open(cut, sealing, size)).isInstanceOf(IOException.class);
  }

  private static byte[] open(byte[] sealed, Sealing sealing, long size) throws IOException {
    try (InputStream in =
        new OpenedStream(new ByteArrayInputStream(sealed), "test", sealing, size, 0)) {
      return in.readAllBytes();
    }
  }
}
