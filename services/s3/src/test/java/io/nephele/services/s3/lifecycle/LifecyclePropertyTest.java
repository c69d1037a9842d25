package io.nephele.services.s3.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.lifecycle.LifecycleModel.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoncurrentVersionTransition;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Transition;

/** Rules that were made up do to objects that were made up what a plain model says. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class LifecyclePropertyTest {
  private static final String BUCKET = "random-bucket";
  private static final String[] KEYS = {"a/1", "a/2", "b/1", "b/c/1", "d"};
  private static final String[] PREFIXES = {"", "a/", "b/", "b/c/", "d"};

  @Inject S3Client s3;
  @Inject VirtualClock clock;

  private final LifecycleModel model = new LifecycleModel();
  private Random random;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void runsDoWhatTheModelSays(long seed) {
    random = new Random(seed);
    s3.createBucket(b -> b.bucket(BUCKET));
    model.versioned = random.nextInt(4) > 0;
    if (model.versioned) {
      s3.putBucketVersioning(
          b -> b.bucket(BUCKET).versioningConfiguration(v -> v.status("Enabled")));
    }
    for (int step = 0; step < 120; step++) {
      switch (random.nextInt(10)) {
        case 0 -> putRules();
        case 1, 2, 3 -> put();
        case 4 -> delete();
        case 5 -> deleteVersion();
        case 6 -> tag();
        default -> advance();
      }
    }
  }

  private void putRules() {
    List<LifecycleRule> rules = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      rules.add(rule("r" + i));
    }
    s3.putBucketLifecycleConfiguration(
        b -> b.bucket(BUCKET).lifecycleConfiguration(c -> c.rules(rules)));
    model.rules = rules;
  }

  private LifecycleRule rule(String id) {
    LifecycleRule.Builder rule = LifecycleRule.builder().id(id).status("Enabled");
    String prefix = PREFIXES[random.nextInt(PREFIXES.length)];
    int days = 1 + random.nextInt(4);
    int kind = random.nextInt(6);
    // Only rules that speak of sizes move small objects.
    boolean moves = kind == 1 || kind == 3;
    boolean marker = kind == 5;
    if (moves) {
      long larger = random.nextInt(10);
      rule.filter(f -> f.and(a -> a.prefix(prefix).objectSizeGreaterThan(larger)));
    } else if (!marker && random.nextInt(3) == 0) {
      rule.filter(f -> f.tag(Tag.builder().key("t").value("" + random.nextInt(2)).build()));
    } else {
      rule.filter(f -> f.prefix(prefix));
    }
    Integer kept = random.nextBoolean() ? null : 1 + random.nextInt(2);
    switch (kind) {
      case 0 -> rule.expiration(e -> e.days(days));
      case 1 ->
          rule.transitions(
              Transition.builder().days(days).storageClass("GLACIER").build(),
              Transition.builder().days(days + 1).storageClass("DEEP_ARCHIVE").build());
      case 2, 4 ->
          rule.noncurrentVersionExpiration(
              n -> n.noncurrentDays(days).newerNoncurrentVersions(kept));
      case 3 ->
          rule.noncurrentVersionTransitions(
              NoncurrentVersionTransition.builder()
                  .noncurrentDays(days)
                  .newerNoncurrentVersions(kept)
                  .storageClass("GLACIER")
                  .build());
      default -> rule.expiration(e -> e.expiredObjectDeleteMarker(true));
    }
    return rule.build();
  }

  private String key() {
    return KEYS[random.nextInt(KEYS.length)];
  }

  private void put() {
    String key = key();
    int size = random.nextInt(20);
    String tag = "" + random.nextInt(2);
    PutObjectResponse put =
        s3.putObject(
            b -> b.bucket(BUCKET).key(key).tagging("t=" + tag),
            RequestBody.fromBytes(new byte[size]));
    model.put(key, new Version(put.versionId(), clock.millis(), size, false, tag));
  }

  private void delete() {
    String key = key();
    String marker = s3.deleteObject(b -> b.bucket(BUCKET).key(key)).versionId();
    if (model.versioned) {
      model.put(key, new Version(marker, clock.millis(), 0, true, null));
    } else {
      model.of(key).clear();
    }
  }

  private void deleteVersion() {
    String key = key();
    List<Version> versions = model.of(key);
    if (model.versioned && !versions.isEmpty()) {
      int index = random.nextInt(versions.size());
      // The ids of markers that rules made are not known to the model.
      if (!versions.get(index).id.equals("?")) {
        s3.deleteObject(b -> b.bucket(BUCKET).key(key).versionId(versions.get(index).id));
        versions.remove(index);
      }
    }
  }

  private void tag() {
    String key = key();
    List<Version> versions = model.of(key);
    if (!versions.isEmpty() && !versions.getFirst().marker) {
      String tag = "" + random.nextInt(2);
      s3.putObjectTagging(
          b ->
              b.bucket(BUCKET)
                  .key(key)
                  .tagging(t -> t.tagSet(Tag.builder().key("t").value(tag).build())));
      versions.getFirst().tag = tag;
    }
  }

  private void advance() {
    long from = clock.millis();
    long to = from + (long) (random.nextDouble() * 3 * LifecycleModel.DAY);
    for (long at = (from / LifecycleModel.DAY + 1) * LifecycleModel.DAY;
        at <= to;
        at += LifecycleModel.DAY) {
      model.midnight(at);
    }
    clock.advance(Duration.ofMillis(to - from));
    check();
  }

  private void check() {
    List<String> expected = new ArrayList<>();
    model.keys.forEach(
        (key, versions) -> {
          for (Version version : versions) {
            expected.add(
                key + " " + (version.marker ? "marker" : version.size + version.storageClass));
          }
        });
    ListObjectVersionsResponse listed = s3.listObjectVersions(b -> b.bucket(BUCKET));
    List<String> found = new ArrayList<>();
    listed.versions().forEach(v -> found.add(v.key() + " " + v.size() + v.storageClassAsString()));
    listed.deleteMarkers().forEach(m -> found.add(m.key() + " marker"));
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }
}
