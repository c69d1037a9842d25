package io.nephele.services.s3.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What readers see while others write. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ConsistencyTest {
  private static final String BUCKET = "consistency";

  @Inject S3Client s3;

  private String get() {
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asUtf8String();
  }

  @Test
  @Fact({"s3-048", "s3-049", "s3-181"})
  void everyReadSeesTheLastWrite() {
    s3.createBucket(b -> b.bucket(BUCKET));
    for (int i = 0; i < 30; i++) {
      String body = "body " + i;
      s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString(body));
      assertThat(get()).isEqualTo(body);
      assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents().getFirst().size())
          .isEqualTo(body.length());
      if (i % 3 == 0) {
        s3.deleteObject(b -> b.bucket(BUCKET).key("k"));
        assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents()).isEmpty();
      }
    }
  }

  @Test
  @Fact("s3-050")
  void aReaderSeesOneBodyAndNoMixture() throws Exception {
    s3.createBucket(b -> b.bucket(BUCKET));
    byte[][] bodies = new byte[2][150_000];
    Arrays.fill(bodies[1], (byte) 1);
    s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromBytes(bodies[0]));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writer =
          threads.submit(
              () -> {
                for (int i = 0; i < 20; i++) {
                  byte[] body = bodies[i % 2];
                  s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromBytes(body));
                }
              });
      int reads = 0;
      while (!writer.isDone() || reads == 0) {
        byte[] read = s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asByteArray();
        assertThat(read).isEqualTo(bodies[read[0]]);
        reads++;
      }
      writer.get();
    }
  }

  @Test
  @Fact({"s3-083", "s3-111"})
  void whatClientsEncryptedComesBackWithItsEnvelope() {
    s3.createBucket(b -> b.bucket(BUCKET));
    Map<String, String> envelope =
        Map.of(
            "x-amz-key-v2", "AQEBAHhk+/=",
            "x-amz-iv", "M2hVYmFj",
            "x-amz-matdesc", "{\"aws:x-amz-cek-alg\":\"AES/GCM/NoPadding\"}");
    byte[] ciphertext = {0, -1, 17, 127, -128, 13, 10};
    s3.putObject(
        b -> b.bucket(BUCKET).key("k").metadata(envelope), RequestBody.fromBytes(ciphertext));
    var got = s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k"));
    assertThat(got.asByteArray()).isEqualTo(ciphertext);
    assertThat(got.response().metadata()).isEqualTo(envelope);
  }
}
