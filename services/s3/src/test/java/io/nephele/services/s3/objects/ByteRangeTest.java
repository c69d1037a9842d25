package io.nephele.services.s3.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.model.AwsException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bytes a range header means. */
final class ByteRangeTest {
  /** Against the rule as it is read, byte by byte. */
  @Test
  void everyRangeHasJustItsBytes() {
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      long size = random.nextInt(20);
      long from = random.nextInt(25);
      long to = random.nextInt(25);
      String header =
          switch (random.nextInt(3)) {
            case 0 -> "bytes=" + from + "-" + to;
            case 1 -> "bytes=" + from + "-";
            default -> "bytes=-" + to;
          };
      boolean suffix = header.startsWith("bytes=-");
      boolean open = header.endsWith("-");
      if (!suffix && !open && to < from) {
        assertThat(ByteRange.parse(header, size)).as(header).isNull();
        continue;
      }
      long first = -1;
      long count = 0;
      for (long i = 0; i < size; i++) {
        boolean inside = suffix ? i >= size - to : i >= from && (open || i <= to);
        if (inside) {
          first = first < 0 ? i : first;
          count++;
        }
      }
      if (count == 0) {
        assertThatThrownBy(() -> ByteRange.parse(header, size))
            .as(header + " of " + size)
            .isInstanceOfSatisfying(
                AwsException.class, e -> assertThat(e.code()).isEqualTo("InvalidRange"));
      } else {
        ByteRange range = ByteRange.parse(header, size);
        assertThat(range).as(header).isEqualTo(new ByteRange(first, count, size));
        assertThat(range.contentRange())
            .isEqualTo("bytes " + first + "-" + (first + count - 1) + "/" + size);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=1",
        "bytes=0-1,3-4",
        "bytes=--5",
        "bytes=5-1",
        "items=0-1",
        "bytes=0x1-2",
        "bytes=+1-2"
      })
  void whatIsMalformedIsIgnored(String header) {
    assertThat(ByteRange.parse(header, 10)).isNull();
  }

  @Test
  void numbersAreOfAnyLength() {
    assertThat(ByteRange.parse("bytes=3-" + "9".repeat(500), 10))
        .isEqualTo(new ByteRange(3, 7, 10));
    assertThatThrownBy(() -> ByteRange.parse("bytes=" + "9".repeat(500) + "-", 10))
        .isInstanceOf(AwsException.class);
  }
}
