package io.nephele.services.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Objects go in and come out. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class FirstObjectTest {
  @Inject S3Client s3;

  @Test
  @Fact("s3-001")
  void aSecondPutReplacesTheFirst() {
    s3.createBucket(b -> b.bucket("first-bucket"));
    s3.putObject(b -> b.bucket("first-bucket").key("a/b c+d"), RequestBody.fromString("one"));
    s3.putObject(b -> b.bucket("first-bucket").key("a/b c+d"), RequestBody.fromString("two"));
    assertThat(s3.getObjectAsBytes(b -> b.bucket("first-bucket").key("a/b c+d")).asUtf8String())
        .isEqualTo("two");
    assertThatThrownBy(() -> s3.getObjectAsBytes(b -> b.bucket("first-bucket").key("none")))
        .isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void aBodyOfManyPiecesComesBackAsItWas() {
    s3.createBucket(b -> b.bucket("large-bucket"));
    for (int size : new int[] {0, 1, 16_384, 65_535, 65_536, 65_537, 300_000}) {
      byte[] body = new byte[size];
      new Random(size).nextBytes(body);
      s3.putObject(b -> b.bucket("large-bucket").key("k"), RequestBody.fromBytes(body));
      assertThat(s3.getObjectAsBytes(b -> b.bucket("large-bucket").key("k")).asByteArray())
          .isEqualTo(body);
    }
  }
}
