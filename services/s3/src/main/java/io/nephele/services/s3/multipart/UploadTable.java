package io.nephele.services.s3.multipart;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.bodies.Bodies;
import io.nephele.services.s3.buckets.Bucket;
import java.util.ArrayList;
import java.util.List;

/** The uploads of a world, of each bucket by key and then by when they began. */
public final class UploadTable {
  private final Bodies bodies;
  private final Table<Upload> uploads = Table.of("s3.uploads", Upload.class);

  /** The uploads whose parts are among those bodies. */
  public UploadTable(Bodies bodies) {
    this.bodies = bodies;
  }

  /** The upload of that id, or null. */
  Upload find(Reader reader, Bucket bucket, String key, String uploadId) {
    long initiatedAt = UploadIds.initiatedAt(uploadId);
    return initiatedAt < 0 ? null : uploads.get(reader, row(bucket, key, initiatedAt, uploadId));
  }

  /** The upload of that id; an error to the caller if it is not there. */
  Upload get(Reader reader, Bucket bucket, String key, String uploadId) {
    Upload upload = find(reader, bucket, key, uploadId);
    if (upload == null) {
      throw S3Errors.noSuchUpload(uploadId);
    }
    return upload;
  }

  void put(Transaction transaction, Bucket bucket, String key, Upload upload) {
    uploads.put(transaction, row(bucket, key, upload), upload);
  }

  /** Forgets an upload whose parts became an object. */
  void delete(Transaction transaction, Bucket bucket, String key, Upload upload) {
    uploads.delete(transaction, row(bucket, key, upload));
  }

  /** Removes an upload with its parts. */
  void abort(Transaction transaction, Bucket bucket, String key, Upload upload) {
    bodies.remove(transaction, bucket, upload.body());
    delete(transaction, bucket, key, upload);
  }

  /** An upload and the key of the object that it is of. */
  public record Begun(
      String key, String uploadId, long initiatedAt, long body, String storageClass) {}

  /** The uploads of keys that begin with a prefix, in order. */
  public List<Begun> list(Reader reader, Bucket bucket, String prefix) {
    List<Begun> found = new ArrayList<>();
    for (Table.Row<Upload> row : scan(reader, KeyRange.textPrefix(bucket.objects(), prefix))) {
      Upload upload = row.value();
      found.add(
          new Begun(
              keyOf(row.key()),
              upload.id(),
              upload.initiatedAt(),
              upload.body(),
              upload.object().storageClass()));
    }
    return found;
  }

  /** The parts that an upload has. */
  public List<Bodies.Numbered> parts(Reader reader, Bucket bucket, Begun upload) {
    return bodies.parts(reader, bucket, upload.body());
  }

  /** Removes an upload with its parts, if it is still there. */
  public void abort(Transaction transaction, Bucket bucket, String key, String uploadId) {
    Upload upload = find(transaction, bucket, key, uploadId);
    if (upload != null) {
      abort(transaction, bucket, key, upload);
    }
  }

  /** Removes all uploads of a bucket, which is deleted. */
  public void abortAll(Transaction transaction, Bucket bucket) {
    for (Table.Row<Upload> row : uploads.scan(transaction, bucket.objects())) {
      bodies.remove(transaction, bucket, row.value().body());
    }
    uploads.deletePrefix(transaction, bucket.objects());
  }

  /** The rows of a range of keys, in order. */
  Table.Rows<Upload> scan(Reader reader, KeyRange range) {
    return uploads.scan(reader, range, Direction.FORWARD);
  }

  /** The row of an upload that may be there no more; null if it is no id. */
  static Key rowOf(Bucket bucket, String key, String uploadId) {
    long initiatedAt = UploadIds.initiatedAt(uploadId);
    return initiatedAt < 0 ? null : row(bucket, key, initiatedAt, uploadId);
  }

  /** The key of the object that a row's upload is of. */
  static String keyOf(Key row) {
    KeyReader parts = row.reader();
    parts.nextText(); // account
    parts.nextText(); // region
    parts.nextLong(); // bucket
    return parts.nextText();
  }

  private static Key row(Bucket bucket, String key, Upload upload) {
    return row(bucket, key, upload.initiatedAt(), upload.id());
  }

  private static Key row(Bucket bucket, String key, long initiatedAt, String uploadId) {
    return bucket.objects().with(key).with(initiatedAt).with(uploadId);
  }
}
