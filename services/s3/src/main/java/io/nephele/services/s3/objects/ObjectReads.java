package io.nephele.services.s3.objects;

import io.nephele.api.s3.GetObjectOutput;
import io.nephele.api.s3.GetObjectRequest;
import io.nephele.core.call.Call;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.bodies.Bodies;
import io.nephele.services.s3.buckets.Bucket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** Gets objects. */
public final class ObjectReads {
  private static final String DEFAULT_TYPE = "binary/octet-stream";

  private final S3World s3;

  /** Reads the objects of a world. */
  public ObjectReads(S3World s3) {
    this.s3 = s3;
  }

  private record Found(Bucket bucket, StoredObject object, List<Bodies.Numbered> body) {}

  /** Gets an object. */
  public GetObjectOutput get(GetObjectRequest in, Call call) {
    Found found =
        s3.read(
            reader -> {
              Bucket bucket = s3.bucket(reader, in.bucket(), call);
              StoredObject object = s3.objects().latest(reader, bucket, in.key());
              if (object == null || object.deleteMarker()) {
                throw S3Errors.noSuchKey(in.key());
              }
              return new Found(bucket, object, s3.bodies().parts(reader, bucket, object.body()));
            });
    StoredObject object = found.object();
    byte[] dataKey = s3.dataKeys().ofS3(found.bucket(), object.encryption());
    try {
      return new GetObjectOutput()
          .acceptRanges("bytes")
          .body(s3.bodies().open(found.body(), dataKey, 0, object.size()))
          .contentLength(object.size())
          .contentType(object.headers().getOrDefault("content-type", DEFAULT_TYPE))
          .eTag("\"" + object.eTag() + "\"")
          .lastModified(Instant.ofEpochMilli(object.modifiedAt()))
          .metadata(object.metadata())
          .serverSideEncryption(object.encryption().algorithm());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
