package io.nephele.wire.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.model.AwsException;
import io.nephele.model.Models;
import io.nephele.wire.Requests;
import io.nephele.wire.chunked.AwsChunked;
import io.nephele.wire.chunked.ChunkVerifier;
import io.nephele.wire.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChecksumTest {
  private static final byte[] DIGITS = "123456789".getBytes(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @CsvSource({
    "CRC32, cbf43926",
    "CRC32C, e3069283",
    "CRC64NVME, ae8b14860a799888",
    "SHA1, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
    "SHA256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
    "SHA512,"
        + " d9e6762dd1c8eaf6d61b3c6192fc408d4d6d5f1176d0c29169bc24e71c3f274a"
        + "d27fcd5811b313d681f7e55ec02d73d499c95455b6b5bb503acf574fba8ffe85",
    "MD5, 25f9e794323b453885f5181f1b624d0b",
    "CONTENT_MD5, 25f9e794323b453885f5181f1b624d0b",
    "XXHASH64, 8cb841db40e6ae83",
    "XXHASH3, 72dcb18b67a17dff",
    "XXHASH128, 33119477ede5dcd5e9716427681d5860",
  })
  void computesThePublishedCheckValues(ChecksumAlgorithm algorithm, String check) {
    ChecksumDigest digest = algorithm.start();
    digest.update(DIGITS, 0, DIGITS.length);
    assertThat(HexFormat.of().formatHex(digest.value())).isEqualTo(check);
  }

  @ParameterizedTest
  @EnumSource(ChecksumAlgorithm.class)
  void everyChecksumIsTheSameInAnyPieces(ChecksumAlgorithm algorithm) {
    byte[] bytes = new byte[10_000];
    new java.util.Random(5).nextBytes(bytes);
    ChecksumDigest whole = algorithm.start();
    whole.update(bytes, 0, bytes.length);
    ChecksumDigest pieces = algorithm.start();
    pieces.update(bytes, 0, 13);
    pieces.update(bytes, 13, 987);
    pieces.update(bytes, 1000, 9000);
    assertThat(pieces.value()).isEqualTo(whole.value()).hasSize(algorithm.length());
  }

  @Test
  void crc64IsTheSameInAnyPieces() {
    byte[] bytes = new byte[10_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Crc64Nvme whole = new Crc64Nvme();
    whole.update(bytes, 0, bytes.length);
    Crc64Nvme single = new Crc64Nvme();
    for (byte b : bytes) {
      single.update(b);
    }
    Crc64Nvme pieces = new Crc64Nvme();
    pieces.update(bytes, 0, 13);
    pieces.update(bytes, 13, 987);
    pieces.update(bytes, 1000, 9000);
    assertThat(single.getValue()).isEqualTo(whole.getValue()).isEqualTo(pieces.getValue());
  }

  @ParameterizedTest
  @CsvSource({"CRC32", "CRC32C", "CRC64NVME"})
  void theChecksumOfPartsIsThatOfTheWhole(ChecksumAlgorithm algorithm) {
    byte[] bytes = new byte[100_000];
    new java.util.Random(7).nextBytes(bytes);
    CrcCombination combined = CrcCombination.of(algorithm);
    int at = 0;
    for (int length : new int[] {0, 1, 30_000, 30_000, 7, 0, 39_992}) {
      ChecksumDigest part = algorithm.start();
      part.update(bytes, at, length);
      combined.append(part.value(), length);
      at += length;
    }
    ChecksumDigest whole = algorithm.start();
    whole.update(bytes, 0, bytes.length);
    assertThat(at).isEqualTo(bytes.length);
    assertThat(combined.value()).isEqualTo(whole.value());
    assertThat(CrcCombination.of(ChecksumAlgorithm.SHA256)).isNull();
  }

  private static byte[] readPut(String... headers) throws IOException {
    return read("PutObject", headers);
  }

  private static byte[] read(String operation, String... headers) throws IOException {
    HttpRequest request =
        AwsChunked.decode(
            Models.bundled().service("s3").operation(operation),
            Requests.of("PUT", "/b/k", DIGITS, headers),
            ChunkVerifier.NONE);
    try (InputStream in = request.body().open()) {
      return in.readAllBytes();
    }
  }

  @Test
  void acceptsRightChecksums() throws IOException {
    assertThat(readPut("Content-MD5", base64("25f9e794323b453885f5181f1b624d0b")))
        .isEqualTo(DIGITS);
    assertThat(readPut("x-amz-checksum-crc64nvme", base64("ae8b14860a799888"))).isEqualTo(DIGITS);
    assertThat(read("PutObject")).isEqualTo(DIGITS);
  }

  @Test
  void leavesChecksumsOfObjectsAlone() throws IOException {
    assertThat(read("CompleteMultipartUpload", "x-amz-checksum-crc32", base64("00000000")))
        .isEqualTo(DIGITS);
  }

  @ParameterizedTest
  @CsvSource({
    "Content-MD5, 25f9e794323b453885f5181f1b624d0c, BadDigest",
    "Content-MD5, 25f9, InvalidDigest",
    "x-amz-checksum-crc32, cbf43927, BadDigest",
    "x-amz-checksum-crc32, cbf4392700, InvalidRequest",
    "x-amz-checksum-sha256, cbf4392700, InvalidRequest",
  })
  void refusesWrongChecksums(String header, String hex, String code) {
    assertThatThrownBy(() -> readPut(header, base64(hex)))
        .isInstanceOfSatisfying(
            AwsException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.status()).isEqualTo(400);
            });
  }

  @Test
  void refusesContradictions() {
    assertThatThrownBy(() -> readPut("Content-MD5", "???"))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.code()).isEqualTo("InvalidDigest"));
    assertThatThrownBy(
            () ->
                readPut(
                    "x-amz-checksum-crc32",
                    base64("cbf43926"),
                    "x-amz-checksum-sha1",
                    base64("f7c3bc1d808e04732adf679965ccc34ca7ae3441")))
        .isInstanceOf(AwsException.class)
        .hasMessageContaining("Multiple checksum Types");
    assertThatThrownBy(() -> readPut("x-amz-sdk-checksum-algorithm", "CRC32"))
        .isInstanceOf(AwsException.class)
        .hasMessageContaining("no corresponding");
    assertThatThrownBy(
            () ->
                readPut(
                    "x-amz-sdk-checksum-algorithm",
                    "SHA256",
                    "x-amz-checksum-crc32",
                    base64("cbf43926")))
        .isInstanceOf(AwsException.class)
        .hasMessage("Value for x-amz-sdk-checksum-algorithm header is invalid.");
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }
}
