package io.nephele.services.s3.objects;

import io.nephele.api.s3.CopyObjectOutput;
import io.nephele.api.s3.CopyObjectRequest;
import io.nephele.api.s3.CopyObjectResult;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.bodies.Bodies;
import io.nephele.services.s3.bodies.WrittenPart;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations;
import io.nephele.services.s3.checksums.ObjectChecksums;
import io.nephele.services.s3.encryption.CustomerKey;
import io.nephele.services.s3.encryption.DataKeys;
import io.nephele.services.s3.encryption.EncryptionRequest;
import io.nephele.services.s3.encryption.ObjectEncryption;
import io.nephele.services.s3.objects.ObjectChange.Kind;
import io.nephele.services.s3.objects.Preconditions.ReadConditions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Copies objects. The bytes are streamed from one encryption to the other. */
public final class ObjectCopies {
  private static final String COPY = "COPY";
  private static final String REPLACE = "REPLACE";

  private final S3World s3;
  private final ObjectWrites writes;

  /** Copies the objects of a world. */
  public ObjectCopies(S3World s3, ObjectWrites writes) {
    this.s3 = s3;
    this.writes = writes;
  }

  /** An object that is to be copied. */
  public record Source(
      CopySource named, Bucket bucket, StoredObject object, List<Bodies.Numbered> body) {
    /** The version as results tell it; null where the bucket has none. */
    public String versionId() {
      return bucket.hasVersions() ? object.versionId() : null;
    }
  }

  /** Copies an object. */
  public CopyObjectOutput copy(CopyObjectRequest in, Call call) {
    Struct request = in.struct();
    Bucket bucket = s3.bucket(in.bucket(), call);
    ObjectFields.checkKey(in.key());
    check(in);
    Source source = source(request, call);
    if (source.object().size() > ObjectWrites.MOST_AT_ONCE) {
      throw S3Errors.invalidRequest(
          "The specified copy source is larger than the maximum allowable size for a copy source: "
              + ObjectWrites.MOST_AT_ONCE);
    }
    if (source.named().versionId() == null
        && source.bucket().id() == bucket.id()
        && source.bucket().owner().equals(bucket.owner())
        && source.named().key().equals(in.key())) {
      checkSelf(in, bucket);
    }
    ObjectBuilder object = fields(in, source.object());
    EncryptionRequest wanted = EncryptionRequest.of(request, call);
    byte[] from = open(source, request, call);
    DataKeys.NewKey key = s3.encryption().forNew(bucket, in.key(), wanted, call);
    String algorithm = algorithm(in, source.object());
    long size = source.object().size();
    try (InputStream plain = s3.bodies().open(source.body(), from, 0, size).open();
        WrittenPart written = s3.bodies().write(plain, size, key.key(), algorithm)) {
      StoredObject stored =
          writes.store(
              bucket, in.key(), object, key.encryption(), written.part(), request, Kind.COPY, call);
      return result(bucket, stored, source, in.key());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CopyObjectOutput result(Bucket bucket, StoredObject stored, Source source, String key) {
    CopyObjectResult result =
        new CopyObjectResult()
            .eTag("\"" + stored.eTag() + "\"")
            .lastModified(Instant.ofEpochMilli(stored.modifiedAt()));
    ObjectChecksums.tell(stored.checksum(), result.struct());
    CopyObjectOutput out =
        new CopyObjectOutput()
            .copyObjectResult(result)
            .copySourceVersionId(source.versionId())
            .expiration(ObjectHeaders.expiration(s3, bucket, key, stored))
            .versionId(stored.isNullVersion() ? null : stored.versionId());
    ObjectEncryption.tell(stored.encryption(), out.struct());
    return out;
  }

  /**
   * The object that a request of CopyObject or UploadPartCopy names, if it may be copied and the
   * request's conditions hold.
   */
  public Source source(Struct request, Call call) {
    CopySource named = CopySource.parse((String) request.get("CopySource"));
    Source source =
        HiddenObjects.read(s3, named.bucket(), call, reader -> find(reader, named, request, call));
    Preconditions.checkCopy(
        new ReadConditions(
            (String) request.get("CopySourceIfMatch"),
            (String) request.get("CopySourceIfNoneMatch"),
            (Instant) request.get("CopySourceIfModifiedSince"),
            (Instant) request.get("CopySourceIfUnmodifiedSince"),
            "x-amz-copy-source-"),
        source.object(),
        s3.now());
    if (!StorageClasses.isReadable(source.object(), s3.now())) {
      throw StorageClasses.invalidState(
          "Operation is not valid for the source object's storage class", source.object());
    }
    return source;
  }

  /** The data key of an object that is copied, for the request that copies it. */
  public byte[] open(Source source, Struct request, Call call) {
    return s3.encryption()
        .open(
            source.bucket(),
            source.named().key(),
            source.object().encryption(),
            CustomerKey.ofCopySource(request, call),
            call);
  }

  private Source find(Reader reader, CopySource named, Struct request, Call call) {
    Bucket bucket = s3.bucket(reader, named.bucket(), call);
    Object owner = request.get("ExpectedSourceBucketOwner");
    if (owner != null && !owner.equals(bucket.accountId())) {
      throw S3Errors.accessDenied();
    }
    StoredObject object;
    if (named.versionId() == null) {
      object = s3.objects().current(reader, bucket, named.key());
      if (object == null) {
        throw S3Errors.noSuchKey(named.key());
      }
    } else {
      object = s3.objects().version(reader, bucket, named.key(), named.versionId());
      if (object == null) {
        throw S3Errors.noSuchVersion(named.key(), named.versionId());
      }
      if (object.deleteMarker()) {
        throw S3Errors.invalidRequest(
            "The source of a copy request may not specifically refer to a delete marker by"
                + " version id.");
      }
    }
    return new Source(named, bucket, object, s3.bodies().parts(reader, bucket, object.body()));
  }

  private static void check(CopyObjectRequest in) {
    checkDirective(in.metadataDirective(), "metadata");
    checkDirective(in.taggingDirective(), "tagging");
    Preconditions.checkWriteHeaders(in.ifMatch(), in.ifNoneMatch());
    if (in.tagging() != null && !REPLACE.equals(in.taggingDirective())) {
      TagSets.ofHeader(in.tagging()); // S3 looks at it though it does not use it
    }
  }

  private static void checkDirective(String directive, String of) {
    if (directive != null && !directive.equals(COPY) && !directive.equals(REPLACE)) {
      throw S3Errors.invalidArgument(
          "Unknown " + of + " directive.", "x-amz-" + of + "-directive", directive);
    }
  }

  /** An object is copied to itself to change something. */
  private static void checkSelf(CopyObjectRequest in, Bucket bucket) {
    boolean changes =
        REPLACE.equals(in.metadataDirective())
            || in.storageClass() != null
            || in.websiteRedirectLocation() != null
            || in.serverSideEncryption() != null
            || in.sseCustomerAlgorithm() != null
            || bucket.has(Configurations.Kind.ENCRYPTION);
    if (!changes) {
      throw S3Errors.invalidRequest(
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata, storage class, website redirect location or"
              + " encryption attributes.");
    }
  }

  private static ObjectBuilder fields(CopyObjectRequest in, StoredObject source) {
    Struct request = in.struct();
    ObjectBuilder object =
        StoredObject.builder().storageClass(StorageClasses.of(in.storageClass()));
    if (REPLACE.equals(in.metadataDirective())) {
      object.headers(ObjectFields.headers(request)).metadata(ObjectFields.metadata(request));
    } else {
      // Where a website sends readers is said of one object only.
      Map<String, String> headers = new HashMap<>(source.headers());
      headers.remove(ObjectFields.REDIRECT);
      if (in.websiteRedirectLocation() != null) {
        headers.put(ObjectFields.REDIRECT, ObjectFields.redirect(in.websiteRedirectLocation()));
      }
      object.headers(headers).metadata(source.metadata());
    }
    return object.tags(
        REPLACE.equals(in.taggingDirective()) ? TagSets.ofHeader(in.tagging()) : source.tags());
  }

  /** The algorithm of the copy's checksum: what is asked for, or what the source has. */
  private static String algorithm(CopyObjectRequest in, StoredObject source) {
    String named = ObjectChecksums.named(in.checksumAlgorithm());
    if (named != null) {
      return named;
    }
    return source.checksum() == null ? ObjectChecksums.DEFAULT : source.checksum().algorithm();
  }
}
