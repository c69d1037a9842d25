package io.nephele.services.s3.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Rules are applied at midnights. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class LifecycleRunTest {
  private static final String BUCKET = "aging-bucket";

  @Inject S3Client s3;
  @Inject VirtualClock clock;

  @BeforeEach
  void bucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  @SafeVarargs
  private void rules(Consumer<LifecycleRule.Builder>... rules) {
    s3.putBucketLifecycleConfiguration(
        b ->
            b.bucket(BUCKET)
                .lifecycleConfiguration(
                    c -> {
                      LifecycleRule[] built = new LifecycleRule[rules.length];
                      for (int i = 0; i < rules.length; i++) {
                        LifecycleRule.Builder rule =
                            LifecycleRule.builder().id("r" + i).status(ExpirationStatus.ENABLED);
                        rules[i].accept(rule);
                        built[i] = rule.build();
                      }
                      c.rules(built);
                    }));
  }

  private void put(String key) {
    s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString(key));
  }

  private boolean isThere(String key) {
    try {
      s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(key));
      return true;
    } catch (NoSuchKeyException e) {
      return false;
    }
  }

  /** Turns the clock to the midnight so many days after today. */
  private void midnight(int days) {
    Instant now = clock.now();
    long day = now.getEpochSecond() / 86_400;
    clock.advance(Duration.between(now, Instant.ofEpochSecond((day + days) * 86_400)));
  }

  @Test
  @Fact({"s3-038", "s3-103"})
  void objectsExpireAtTheMidnightAfterTheirDays() {
    rules(r -> r.filter(f -> f.prefix("tmp/")).expiration(e -> e.days(3)));
    put("tmp/a");
    put("keep/a");
    midnight(3);
    assertThat(isThere("tmp/a")).isTrue();
    midnight(1);
    assertThat(isThere("tmp/a")).isFalse();
    assertThat(isThere("keep/a")).isTrue();
  }

  @Test
  @Fact("s3-038")
  void aDateThatHasPassedExpiresEverythingAtTheNextMidnight() {
    Instant past = Instant.ofEpochSecond(clock.now().getEpochSecond() / 86_400 * 86_400 - 86_400);
    rules(r -> r.filter(f -> f.prefix("")).expiration(e -> e.date(past)));
    put("a");
    midnight(1);
    assertThat(isThere("a")).isFalse();
    clock.advance(Duration.ofHours(5));
    put("b");
    assertThat(isThere("b")).isTrue();
    midnight(1);
    assertThat(isThere("b")).isFalse();
  }

  @Test
  void rulesThatAreDisabledOrGoneDoNothing() {
    rules(r -> r.filter(f -> f.prefix("")).status("Disabled").expiration(e -> e.days(1)));
    put("a");
    midnight(9);
    assertThat(isThere("a")).isTrue();
    rules(r -> r.filter(f -> f.prefix("")).expiration(e -> e.days(1)));
    s3.deleteBucketLifecycle(b -> b.bucket(BUCKET));
    midnight(9);
    assertThat(isThere("a")).isTrue();
    assertThatThrownBy(() -> s3.deleteBucket(b -> b.bucket(BUCKET)))
        .hasMessageContaining("not empty");
  }

  @Test
  void sizesSelect() {
    rules(r -> r.filter(f -> f.objectSizeGreaterThan(3L)).expiration(e -> e.days(1)));
    put("abc");
    put("abcd");
    midnight(2);
    assertThat(isThere("abc")).isTrue();
    assertThat(isThere("abcd")).isFalse();
  }

  @Test
  void aThousandObjectsGo() {
    rules(r -> r.filter(f -> f.prefix("")).expiration(e -> e.days(1)));
    for (int i = 0; i < 1_100; i++) {
      put("k" + i);
    }
    midnight(2);
    s3.deleteBucket(b -> b.bucket(BUCKET));
  }
}
