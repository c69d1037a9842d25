package io.nephele.services.s3.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Transition;
import software.amazon.awssdk.services.s3.model.TransitionStorageClass;

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
  @Fact({"s3-038", "s3-039", "s3-103"})
  void headsTellWhenMatchingObjectsExpire() {
    rules(
        r ->
            r.id("old things")
                .filter(f -> f.and(a -> a.prefix("tmp/").tags(tag("keep", "no"))))
                .expiration(e -> e.days(3)));
    long day = clock.now().getEpochSecond() / 86_400;
    String told =
        "expiry-date=\""
            + DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                .format(Instant.ofEpochSecond((day + 4) * 86_400).atOffset(ZoneOffset.UTC))
            + "\", rule-id=\"old%20things\"";
    String put =
        s3.putObject(
                b -> b.bucket(BUCKET).key("tmp/a").tagging("keep=no"), RequestBody.fromString("a"))
            .expiration();
    assertThat(put).isEqualTo(told);
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("tmp/a")).expiration()).isEqualTo(put);
    assertThat(s3.getObject(b -> b.bucket(BUCKET).key("tmp/a")).response().expiration())
        .isEqualTo(put);
    put("tmp/b");
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("tmp/b")).expiration()).isNull();
    midnight(4);
    assertThat(isThere("tmp/a")).isFalse();
    assertThat(isThere("tmp/b")).isTrue();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @Test
  @Fact({"s3-037", "s3-103"})
  void objectsMoveToOtherClassesButSmallOnesDoNot() {
    rules(
        r ->
            r.filter(f -> f.prefix(""))
                .transitions(
                    to(30, TransitionStorageClass.STANDARD_IA),
                    to(60, TransitionStorageClass.GLACIER)));
    put("small");
    s3.putObject(b -> b.bucket(BUCKET).key("large"), RequestBody.fromBytes(new byte[128 * 1024]));
    midnight(30);
    assertThat(storageClass("large")).isNull();
    midnight(1);
    assertThat(storageClass("large")).isEqualTo("STANDARD_IA");
    midnight(30);
    assertThat(storageClass("large")).isEqualTo("GLACIER");
    assertThat(storageClass("small")).isNull();
    s3.putBucketLifecycleConfiguration(
        b ->
            b.bucket(BUCKET)
                .transitionDefaultMinimumObjectSize("varies_by_storage_class")
                .lifecycleConfiguration(
                    c ->
                        c.rules(
                            s3.getBucketLifecycleConfiguration(g -> g.bucket(BUCKET)).rules())));
    midnight(1);
    assertThat(storageClass("small")).isEqualTo("GLACIER");
  }

  private static Transition to(int days, TransitionStorageClass storageClass) {
    return Transition.builder().days(days).storageClass(storageClass).build();
  }

  private String storageClass(String key) {
    return s3.headObject(b -> b.bucket(BUCKET).key(key)).storageClassAsString();
  }

  private List<String> versions(String key) {
    ListObjectVersionsResponse listed = s3.listObjectVersions(b -> b.bucket(BUCKET).prefix(key));
    List<String> all = new ArrayList<>();
    listed.versions().forEach(v -> all.add(v.isLatest() ? "current" : "older"));
    listed.deleteMarkers().forEach(m -> all.add(m.isLatest() ? "marker" : "older marker"));
    return all;
  }

  private void enableVersions() {
    s3.putBucketVersioning(b -> b.bucket(BUCKET).versioningConfiguration(v -> v.status("Enabled")));
  }

  @Test
  void versionsGetAMarkerThenGoAndThenTheMarkerGoes() {
    enableVersions();
    rules(
        r -> r.filter(f -> f.prefix("")).expiration(e -> e.days(2)),
        r -> r.filter(f -> f.prefix("")).noncurrentVersionExpiration(n -> n.noncurrentDays(1)),
        r -> r.filter(f -> f.prefix("")).expiration(e -> e.expiredObjectDeleteMarker(true)));
    put("a");
    midnight(3);
    assertThat(versions("a")).containsExactly("older", "marker");
    midnight(2);
    assertThat(versions("a")).containsExactly("marker");
    midnight(1);
    assertThat(versions("a")).isEmpty();
  }

  @Test
  void theNewestOfTheOlderVersionsStay() {
    enableVersions();
    rules(
        r ->
            r.filter(f -> f.prefix(""))
                .noncurrentVersionExpiration(n -> n.noncurrentDays(1).newerNoncurrentVersions(2)));
    for (int i = 0; i < 5; i++) {
      put("a");
    }
    midnight(9);
    assertThat(versions("a")).containsExactly("current", "older", "older");
    put("a");
    midnight(1);
    assertThat(versions("a")).containsExactly("current", "older", "older");
  }

  @Test
  void lockedVersionsStayUntilTheyMayGo() {
    s3.createBucket(b -> b.bucket("locked-bucket").objectLockEnabledForBucket(true));
    s3.putBucketLifecycleConfiguration(
        b ->
            b.bucket("locked-bucket")
                .lifecycleConfiguration(
                    c ->
                        c.rules(
                            LifecycleRule.builder()
                                .status("Enabled")
                                .filter(f -> f.prefix(""))
                                .noncurrentVersionExpiration(n -> n.noncurrentDays(1))
                                .build())));
    s3.putObject(
        b ->
            b.bucket("locked-bucket")
                .key("a")
                .checksumAlgorithm("CRC32")
                .objectLockMode("COMPLIANCE")
                .objectLockRetainUntilDate(clock.now().plus(Duration.ofDays(10))),
        RequestBody.fromString("a"));
    s3.deleteObject(b -> b.bucket("locked-bucket").key("a"));
    midnight(9);
    assertThat(s3.listObjectVersions(b -> b.bucket("locked-bucket")).versions()).hasSize(1);
    midnight(2);
    assertThat(s3.listObjectVersions(b -> b.bucket("locked-bucket")).versions()).isEmpty();
  }

  @Test
  void uploadsThatAreNotFinishedAreAborted() {
    rules(
        r ->
            r.filter(f -> f.prefix("up/"))
                .abortIncompleteMultipartUpload(a -> a.daysAfterInitiation(2)));
    CreateMultipartUploadResponse begun =
        s3.createMultipartUpload(b -> b.bucket(BUCKET).key("up/a"));
    s3.createMultipartUpload(b -> b.bucket(BUCKET).key("other"));
    s3.uploadPart(
        b -> b.bucket(BUCKET).key("up/a").uploadId(begun.uploadId()).partNumber(1),
        RequestBody.fromString("part"));
    assertThat(begun.abortRuleId()).isEqualTo("r0");
    clock.advance(Duration.between(clock.now(), begun.abortDate()).minusSeconds(1));
    assertThat(s3.listMultipartUploads(b -> b.bucket(BUCKET)).uploads()).hasSize(2);
    clock.advance(Duration.ofSeconds(1));
    assertThat(s3.listMultipartUploads(b -> b.bucket(BUCKET)).uploads())
        .extracting(MultipartUpload::key)
        .containsExactly("other");
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
