package io.nephele.services.s3.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.s3.CompleteMultipartUploadRequest;
import io.nephele.api.s3.CompletedPart;
import io.nephele.junit.Fact;
import io.nephele.model.AwsException;
import io.nephele.services.s3.bodies.BodyPart;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How large objects in parts may be. */
final class CompletionTest {
  private static final long TERABYTE = 1L << 40;

  private static long size(long... sizes) {
    List<CompletedPart> listed = new ArrayList<>();
    List<BodyPart> parts = new ArrayList<>();
    for (long size : sizes) {
      listed.add(new CompletedPart().partNumber(listed.size() + 1));
      parts.add(new BodyPart(null, null, size, "", null, null, 0));
    }
    return Completion.checkedSize(listed, parts, new CompleteMultipartUploadRequest());
  }

  @Test
  @Fact("s3-006")
  void anObjectHasFiftyTerabytesAtMost() {
    assertThat(size(5 * TERABYTE, 1)).isEqualTo(5 * TERABYTE + 1);
    assertThat(size(25 * TERABYTE, 25 * TERABYTE)).isEqualTo(50 * TERABYTE);
    assertThatThrownBy(() -> size(25 * TERABYTE, 25 * TERABYTE, 1))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.code()).isEqualTo("EntityTooLarge"));
  }

  @Test
  void everyPartButTheLastHasFiveMegabytes() {
    assertThat(size(5 << 20, 1)).isEqualTo((5 << 20) + 1);
    assertThatThrownBy(() -> size((5 << 20) - 1, 1))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.code()).isEqualTo("EntityTooSmall"));
  }
}
