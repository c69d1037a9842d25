package io.nephele.services.s3.objects;

import io.nephele.api.s3.PutObjectOutput;
import io.nephele.api.s3.PutObjectRequest;
import io.nephele.core.call.Call;
import io.nephele.model.Body;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.bodies.WrittenPart;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.encryption.DataKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts objects. */
public final class ObjectWrites {
  private static final long MOST_AT_ONCE = 5L << 30;
  private static final int LONGEST_KEY = 1024;

  private final S3World s3;

  /** Writes the objects of a world. */
  public ObjectWrites(S3World s3) {
    this.s3 = s3;
  }

  /** Puts an object at once. */
  public PutObjectOutput put(PutObjectRequest in, Call call) {
    Bucket bucket = s3.bucket(in.bucket(), call);
    checkKey(in.key());
    Body content = in.body() == null ? Body.EMPTY : in.body();
    if (content.length() < 0) {
      throw S3Errors.missingContentLength();
    }
    if (content.length() > MOST_AT_ONCE) {
      throw S3Errors.entityTooLarge(content.length(), MOST_AT_ONCE);
    }
    DataKeys.NewKey key = s3.dataKeys().ofS3(bucket);
    try (InputStream plain = content.open();
        WrittenPart written = s3.bodies().write(plain, content.length(), key.key(), null)) {
      long body = s3.bodies().newId();
      ObjectBuilder object =
          StoredObject.builder()
              .body(body)
              .size(written.part().size())
              .eTag(written.part().md5())
              .modifiedAt(s3.now())
              .ownerId(bucket.accountId())
              .headers(headers(in))
              .metadata(in.metadata() == null ? Map.of() : in.metadata())
              .encryption(key.encryption());
      StoredObject stored =
          s3.world()
              .store()
              .write(
                  ObjectTable.lock(bucket, in.key()),
                  transaction -> {
                    Bucket current = s3.current(transaction, bucket);
                    StoredObject before = s3.objects().current(transaction, current, in.key());
                    s3.bodies().put(transaction, current, body, 1, written.part());
                    StoredObject added = s3.objects().add(transaction, current, in.key(), object);
                    s3.changes()
                        .changed(
                            transaction,
                            new ObjectChange(
                                ObjectChange.Kind.PUT, current, in.key(), added, before, call));
                    return added;
                  });
      return new PutObjectOutput()
          .eTag("\"" + stored.eTag() + "\"")
          .serverSideEncryption(key.encryption().algorithm())
          .versionId(bucket.hasVersions() && !stored.isNullVersion() ? stored.versionId() : null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keys have at most 1,024 bytes. */
  static void checkKey(String key) {
    int length = key.getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_KEY) {
      throw S3Errors.keyTooLong(length);
    }
  }

  private static Map<String, String> headers(PutObjectRequest in) {
    Map<String, String> headers = new LinkedHashMap<>();
    put(headers, "content-type", in.contentType());
    put(headers, "cache-control", in.cacheControl());
    put(headers, "content-disposition", in.contentDisposition());
    put(headers, "content-encoding", in.contentEncoding());
    put(headers, "content-language", in.contentLanguage());
    put(headers, "expires", in.expires());
    return headers;
  }

  private static void put(Map<String, String> headers, String name, String value) {
    if (value != null) {
      headers.put(name, value);
    }
  }
}
