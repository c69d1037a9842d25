package io.nephele.services.s3.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Pages of listings, whatever keys, prefixes and delimiters, are those of a simple model. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ListingPropertyTest {
  /**
   * Few of each kind, so that prefixes are shared: with surrogate pairs and what lies above them.
   */
  private static final String[] PIECES = {
    "a", "b", "/", "/", "//", "\u00e9", "\ud83d\ude00", "\uffee", " ", "+", "%", "-", "A"
  };

  private static final String[] DELIMITERS = {"", "/", "/", "//", "a", "b/", "\ud83d\ude00", "zz"};

  @Inject S3Client s3;

  private final ListingModel model = new ListingModel();

  @Test
  @Fact("s3-031")
  void objectsAreListedAsInTheModel() {
    Random random = new Random(7);
    s3.createBucket(b -> b.bucket("plain"));
    for (int i = 0; i < 120; i++) {
      String key = key(random, 6);
      s3.putObject(b -> b.bucket("plain").key(key), RequestBody.fromString("x"));
      model.replace(key, new ListingModel.Version("null", false));
    }
    for (int i = 0; i < 30; i++) {
      String prefix = random.nextBoolean() ? "" : key(random, 2);
      String delimiter = DELIMITERS[random.nextInt(DELIMITERS.length)];
      String after = random.nextInt(3) > 0 ? "" : key(random, 3);
      int most = 1 + random.nextInt(20);
      List<String> expected = new ArrayList<>();
      model.objects(prefix, delimiter, after).forEach(line -> expected.add(line.key()));
      String what = "prefix " + prefix + " delimiter " + delimiter + " after " + after;
      assertThat(listV2(prefix, delimiter, after, most)).as(what).isEqualTo(expected);
      assertThat(list(prefix, delimiter, after, most)).as(what).isEqualTo(expected);
    }
  }

  private List<String> listV2(String prefix, String delimiter, String after, int most) {
    List<String> found = new ArrayList<>();
    String token = null;
    do {
      String from = token;
      ListObjectsV2Response page =
          s3.listObjectsV2(
              b ->
                  b.bucket("plain")
                      .prefix(prefix)
                      .delimiter(delimiter)
                      .startAfter(after)
                      .continuationToken(from)
                      .encodingType("url")
                      .maxKeys(most));
      List<String> names = merged(page.contents(), page.commonPrefixes());
      assertThat(page.keyCount()).isEqualTo(names.size());
      token = checkPage(found, names, page.isTruncated(), page.nextContinuationToken(), most);
    } while (token != null);
    return found;
  }

  private List<String> list(String prefix, String delimiter, String after, int most) {
    List<String> found = new ArrayList<>();
    String marker = after;
    do {
      String from = marker;
      ListObjectsResponse page =
          s3.listObjects(
              b ->
                  b.bucket("plain")
                      .prefix(prefix)
                      .delimiter(delimiter)
                      .marker(from)
                      .encodingType("url")
                      .maxKeys(most));
      List<String> names = merged(page.contents(), page.commonPrefixes());
      assertThat(page.nextMarker() != null).isEqualTo(page.isTruncated() && !delimiter.isEmpty());
      if (page.nextMarker() != null) {
        assertThat(page.nextMarker()).isEqualTo(names.getLast());
      }
      marker =
          checkPage(
              found, names, page.isTruncated(), page.isTruncated() ? names.getLast() : null, most);
    } while (marker != null);
    return found;
  }

  private static String checkPage(
      List<String> found, List<String> names, boolean truncated, String next, int most) {
    assertThat(names.size()).isLessThanOrEqualTo(most);
    assertThat(next != null).isEqualTo(truncated);
    if (truncated) {
      assertThat(names).hasSize(most);
    }
    found.addAll(names);
    return next;
  }

  private static List<String> merged(List<S3Object> objects, List<CommonPrefix> prefixes) {
    List<String> names = new ArrayList<>();
    objects.forEach(object -> names.add(object.key()));
    prefixes.forEach(prefix -> names.add(prefix.prefix()));
    names.sort(ListingModel.ORDER);
    return names;
  }

  @Test
  @Fact({"s3-105", "s3-153"})
  void versionsAreListedAsInTheModel() {
    Random random = new Random(11);
    s3.createBucket(b -> b.bucket("versions"));
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      keys.add(key(random, 4));
    }
    put(keys.getFirst());
    versioning(BucketVersioningStatus.ENABLED);
    for (int i = 0; i < 120; i++) {
      if (i % 40 == 30) {
        versioning(BucketVersioningStatus.SUSPENDED);
      } else if (i % 40 == 39) {
        versioning(BucketVersioningStatus.ENABLED);
      }
      change(keys.get(random.nextInt(keys.size())), random.nextInt(10));
    }
    for (int i = 0; i < 25; i++) {
      ListingQueryTexts query = ListingQueryTexts.random(random);
      List<ListingModel.Line> expected = model.versions(query.prefix, query.delimiter, query.after);
      assertThat(listVersions(query, 1 + random.nextInt(9))).as("%s", query).isEqualTo(expected);
    }
  }

  private record ListingQueryTexts(String prefix, String delimiter, String after) {
    static ListingQueryTexts random(Random random) {
      return new ListingQueryTexts(
          random.nextBoolean() ? "" : key(random, 1),
          DELIMITERS[random.nextInt(DELIMITERS.length)],
          random.nextInt(3) > 0 ? "" : key(random, 3));
    }
  }

  private List<ListingModel.Line> listVersions(ListingQueryTexts query, int most) {
    List<ListingModel.Line> found = new ArrayList<>();
    String key = query.after;
    String version = null;
    boolean more = true;
    while (more) {
      String keyMarker = key;
      String versionMarker = version;
      ListObjectVersionsResponse page =
          s3.listObjectVersions(
              b ->
                  b.bucket("versions")
                      .prefix(query.prefix)
                      .delimiter(query.delimiter)
                      .keyMarker(keyMarker)
                      .versionIdMarker(versionMarker)
                      .encodingType("url")
                      .maxKeys(most));
      List<ListingModel.Line> lines = lines(page);
      found.addAll(lines);
      more = page.isTruncated();
      key = page.nextKeyMarker();
      version = page.nextVersionIdMarker();
      if (more) {
        assertThat(lines).hasSize(most);
      } else {
        assertThat(lines.size()).isLessThanOrEqualTo(most);
      }
    }
    return found;
  }

  /** The lines of a page, whose order among versions and markers of a key is told by the model. */
  private List<ListingModel.Line> lines(ListObjectVersionsResponse page) {
    List<ListingModel.Line> lines = new ArrayList<>();
    for (ObjectVersion version : page.versions()) {
      lines.add(
          new ListingModel.Line(version.key(), version.versionId(), false, version.isLatest()));
    }
    for (DeleteMarkerEntry marker : page.deleteMarkers()) {
      lines.add(new ListingModel.Line(marker.key(), marker.versionId(), true, marker.isLatest()));
    }
    page.commonPrefixes()
        .forEach(prefix -> lines.add(new ListingModel.Line(prefix.prefix(), null, false, false)));
    List<ListingModel.Line> order = model.versions("", "", "");
    lines.sort(
        Comparator.comparing(ListingModel.Line::key, ListingModel.ORDER)
            .thenComparingInt(order::indexOf));
    return lines;
  }

  private void change(String key, int dice) {
    String newest = model.newest(key);
    if (dice < 7) {
      put(key);
    } else if (dice < 9 || newest == null) {
      String marker = s3.deleteObject(b -> b.bucket("versions").key(key)).versionId();
      model.add(key, new ListingModel.Version(marker == null ? "null" : marker, true));
    } else {
      s3.deleteObject(b -> b.bucket("versions").key(key).versionId(newest));
      model.removeNewest(key);
    }
  }

  private void put(String key) {
    String id =
        s3.putObject(b -> b.bucket("versions").key(key), RequestBody.fromString("x")).versionId();
    model.add(key, new ListingModel.Version(id == null ? "null" : id, false));
  }

  private void versioning(BucketVersioningStatus status) {
    s3.putBucketVersioning(
        b -> b.bucket("versions").versioningConfiguration(v -> v.status(status)));
  }

  private static String key(Random random, int most) {
    StringBuilder key = new StringBuilder();
    for (int i = random.nextInt(most); i >= 0; i--) {
      key.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return key.toString();
  }
}
