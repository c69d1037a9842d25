package io.nephele.services.s3.listing;

import static io.nephele.services.s3.listing.ListingParameters.orEmpty;
import static io.nephele.services.s3.listing.ListingParameters.orNull;
import static io.nephele.services.s3.listing.ListingParameters.shown;

import io.nephele.api.s3.DeleteMarkerEntry;
import io.nephele.api.s3.ListObjectVersionsOutput;
import io.nephele.api.s3.ListObjectVersionsRequest;
import io.nephele.api.s3.ListObjectsOutput;
import io.nephele.api.s3.ListObjectsRequest;
import io.nephele.api.s3.ListObjectsV2Output;
import io.nephele.api.s3.ListObjectsV2Request;
import io.nephele.api.s3.ObjectVersion;
import io.nephele.core.call.Call;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.objects.StoredObject;
import java.util.ArrayList;
import java.util.List;

/** Lists the objects and versions of buckets. */
public final class Listings {
  private final S3World s3;
  private final ObjectPages objects;
  private final VersionPages versions;

  /** Listings of the buckets of a world. */
  public Listings(S3World s3) {
    this.s3 = s3;
    this.objects = new ObjectPages(s3.objects());
    this.versions = new VersionPages(s3.objects());
  }

  /** Lists objects; pages are told by tokens. */
  public ListObjectsV2Output listV2(ListObjectsV2Request in, Call call) {
    int most = ListingParameters.most(in.maxKeys());
    boolean encoded = ListingParameters.isEncoded(in.encodingType());
    boolean restores = ListingParameters.tellsRestores(in.optionalObjectAttributes());
    String token = in.continuationToken();
    String after = token == null ? orEmpty(in.startAfter()) : ListingToken.after(token);
    Page page = read(in.bucket(), in.prefix(), in.delimiter(), after, most, call);
    ListedItems items = new ListedItems(s3, encoded, restores);
    boolean withOwner = Boolean.TRUE.equals(in.fetchOwner());
    return new ListObjectsV2Output()
        .name(in.bucket())
        .prefix(shown(orEmpty(in.prefix()), encoded))
        .delimiter(shown(orNull(in.delimiter()), encoded))
        .startAfter(shown(orNull(in.startAfter()), encoded))
        .encodingType(in.encodingType())
        .continuationToken(token)
        .nextContinuationToken(page.truncated() ? ListingToken.of(page.last().key()) : null)
        .maxKeys(most)
        .keyCount(page.items().size())
        .isTruncated(page.truncated())
        .contents(contents(page, items, withOwner))
        .commonPrefixes(items.commonPrefixes(page));
  }

  /** Lists objects; pages are told by markers. */
  public ListObjectsOutput list(ListObjectsRequest in, Call call) {
    int most = ListingParameters.most(in.maxKeys());
    boolean encoded = ListingParameters.isEncoded(in.encodingType());
    boolean restores = ListingParameters.tellsRestores(in.optionalObjectAttributes());
    Page page = read(in.bucket(), in.prefix(), in.delimiter(), orEmpty(in.marker()), most, call);
    ListedItems items = new ListedItems(s3, encoded, restores);
    // Without a delimiter, the last key says the same.
    boolean tellsNext = page.truncated() && orNull(in.delimiter()) != null;
    return new ListObjectsOutput()
        .name(in.bucket())
        .prefix(shown(orEmpty(in.prefix()), encoded))
        .delimiter(shown(orNull(in.delimiter()), encoded))
        .marker(shown(orEmpty(in.marker()), encoded))
        .nextMarker(tellsNext ? shown(page.last().key(), encoded) : null)
        .encodingType(in.encodingType())
        .maxKeys(most)
        .isTruncated(page.truncated())
        .contents(contents(page, items, true))
        .commonPrefixes(items.commonPrefixes(page));
  }

  private Page read(
      String name, String prefix, String delimiter, String after, int most, Call call) {
    return s3.read(
        reader -> {
          Bucket bucket = s3.bucket(reader, name, call);
          return objects.read(
              reader, new ListingQuery(bucket, orEmpty(prefix), orEmpty(delimiter), after, most));
        });
  }

  private static List<io.nephele.api.s3.Object> contents(
      Page page, ListedItems items, boolean withOwner) {
    List<io.nephele.api.s3.Object> contents = new ArrayList<>(page.items().size());
    for (Page.Item item : page.items()) {
      if (!item.isCommonPrefix()) {
        contents.add(items.object(item, withOwner));
      }
    }
    return contents;
  }

  /** Lists versions and delete markers. */
  public ListObjectVersionsOutput listVersions(ListObjectVersionsRequest in, Call call) {
    int most = ListingParameters.most(in.maxKeys());
    boolean encoded = ListingParameters.isEncoded(in.encodingType());
    boolean restores = ListingParameters.tellsRestores(in.optionalObjectAttributes());
    checkVersionMarker(in);
    Page page =
        s3.read(
            reader -> {
              Bucket bucket = s3.bucket(reader, in.bucket(), call);
              ListingQuery query =
                  new ListingQuery(
                      bucket,
                      orEmpty(in.prefix()),
                      orEmpty(in.delimiter()),
                      orEmpty(in.keyMarker()),
                      most);
              return versions.read(reader, query, in.versionIdMarker());
            });
    ListedItems items = new ListedItems(s3, encoded, restores);
    List<ObjectVersion> listed = new ArrayList<>();
    List<DeleteMarkerEntry> markers = new ArrayList<>();
    for (Page.Item item : page.items()) {
      if (!item.isCommonPrefix() && item.version().deleteMarker()) {
        markers.add(items.marker(item));
      } else if (!item.isCommonPrefix()) {
        listed.add(items.version(item));
      }
    }
    Page.Item last = page.last();
    boolean lastIsVersion = last != null && !last.isCommonPrefix();
    return new ListObjectVersionsOutput()
        .name(in.bucket())
        .prefix(shown(orEmpty(in.prefix()), encoded))
        .delimiter(shown(orNull(in.delimiter()), encoded))
        .keyMarker(shown(orEmpty(in.keyMarker()), encoded))
        .versionIdMarker(orEmpty(in.versionIdMarker()))
        .nextKeyMarker(last == null ? null : shown(last.key(), encoded))
        .nextVersionIdMarker(lastIsVersion ? last.version().versionId() : null)
        .encodingType(in.encodingType())
        .maxKeys(most)
        .isTruncated(page.truncated())
        .versions(listed)
        .deleteMarkers(markers)
        .commonPrefixes(items.commonPrefixes(page));
  }

  private static void checkVersionMarker(ListObjectVersionsRequest in) {
    String marker = in.versionIdMarker();
    if (marker == null) {
      return;
    }
    if (marker.isEmpty()) {
      throw S3Errors.invalidArgument(
          "A version-id marker cannot be empty.", "version-id-marker", "");
    }
    if (orNull(in.keyMarker()) == null) {
      throw S3Errors.invalidArgument(
          "A version-id marker cannot be specified without a key marker.",
          "version-id-marker",
          marker);
    }
    if (!StoredObject.isVersionId(marker)) {
      throw S3Errors.invalidArgument("Invalid version id specified", "version-id-marker", marker);
    }
  }
}
