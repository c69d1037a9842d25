package io.nephele.services.s3.listing;

import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.objects.ListedObject;
import io.nephele.services.s3.objects.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes through all objects or versions of a bucket for those who report on them, in pages, each of
 * which is of one moment: what changes meanwhile may be seen or not.
 */
public final class BucketContents {
  private static final int PAGE = 1000;

  private final S3World s3;
  private final ObjectPages objects;
  private final VersionPages versions;

  /** The contents of a world's buckets. */
  public BucketContents(S3World s3) {
    this.s3 = s3;
    this.objects = new ObjectPages(s3.objects());
    this.versions = new VersionPages(s3.objects());
  }

  /** Is shown one version after another. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Sees a version.
     *
     * @param latest whether it is its key's newest
     */
    void visit(String key, StoredObject version, boolean latest) throws IOException;
  }

  private record Seen(List<Page.Item> items, List<StoredObject> versions, boolean more) {}

  /**
   * Shows all current objects whose keys begin with the prefix, or all versions and delete markers.
   */
  public void visit(Bucket bucket, String prefix, boolean allVersions, Visitor visitor)
      throws IOException {
    String after = "";
    String afterVersion = null;
    boolean more = true;
    while (more) {
      Seen seen = read(bucket, prefix, allVersions, after, afterVersion);
      for (int i = 0; i < seen.items.size(); i++) {
        Page.Item item = seen.items.get(i);
        visitor.visit(item.key(), seen.versions.get(i), item.latest());
      }
      more = seen.more;
      if (more) {
        after = seen.items.getLast().key();
        afterVersion = allVersions ? seen.items.getLast().version().versionId() : null;
      }
    }
  }

  private Seen read(
      Bucket bucket, String prefix, boolean allVersions, String after, String afterVersion) {
    return s3.read(
        reader -> {
          ListingQuery query = new ListingQuery(bucket, prefix, "", after, PAGE);
          Page page =
              allVersions
                  ? versions.read(reader, query, afterVersion)
                  : objects.read(reader, query);
          List<StoredObject> stored = new ArrayList<>(page.items().size());
          for (Page.Item item : page.items()) {
            ListedObject listed = item.version();
            stored.add(s3.objects().version(reader, bucket, item.key(), listed.versionId()));
          }
          return new Seen(page.items(), stored, page.truncated());
        });
  }
}
