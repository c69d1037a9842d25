package io.nephele.services.s3.objects;

import io.nephele.api.s3.PutObjectOutput;
import io.nephele.api.s3.PutObjectRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.model.Body;
import io.nephele.model.Struct;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.access.Acls;
import io.nephele.services.s3.bodies.BodyPart;
import io.nephele.services.s3.bodies.WrittenPart;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.checksums.ObjectChecksums;
import io.nephele.services.s3.encryption.DataKeys;
import io.nephele.services.s3.encryption.EncryptionRequest;
import io.nephele.services.s3.encryption.ObjectEncryption;
import io.nephele.services.s3.encryption.StoredEncryption;
import io.nephele.services.s3.objects.ObjectChange.Kind;
import io.nephele.wire.checksum.CheckedBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;

/** Puts objects. */
public final class ObjectWrites {
  /** The most bytes that are put or copied at once. */
  public static final long MOST_AT_ONCE = 5L << 30;

  private static final int ETAG = 16;

  private final S3World s3;

  /** Writes the objects of a world. */
  public ObjectWrites(S3World s3) {
    this.s3 = s3;
  }

  /** A body that came in a form, so that the object is posted rather than put. */
  public interface PostedBody extends Body {}

  /** Puts an object at once. */
  public PutObjectOutput put(PutObjectRequest in, Call call) {
    Struct request = in.struct();
    Bucket bucket = s3.bucket(in.bucket(), call);
    ObjectFields.checkKey(in.key());
    if (in.writeOffsetBytes() != null) {
      throw Preconditions.notImplemented("x-amz-write-offset-bytes");
    }
    Body content = in.body() == null ? Body.EMPTY : in.body();
    checkLength(content);
    ObjectBuilder object = ObjectFields.apply(request, StoredObject.builder());
    checkDigest(request, content);
    checkFirst(in, bucket);
    EncryptionRequest wanted = EncryptionRequest.of(request, call);
    DataKeys.NewKey key = s3.encryption().forNew(bucket, in.key(), wanted, call);
    String checksum = ObjectChecksums.algorithmOf(content);
    try (WrittenPart written = s3.bodies().write(content, key.key(), checksum)) {
      if (written.part().size() > MOST_AT_ONCE) {
        throw S3Errors.entityTooLarge(written.part().size(), MOST_AT_ONCE);
      }
      Kind kind = isPosted(content) ? Kind.POST : Kind.PUT;
      StoredObject stored =
          store(bucket, in.key(), object, key.encryption(), written.part(), request, kind, call);
      PutObjectOutput out =
          new PutObjectOutput()
              .eTag("\"" + stored.eTag() + "\"")
              .expiration(ObjectHeaders.expiration(s3, bucket, in.key(), stored))
              .versionId(stored.isNullVersion() ? null : stored.versionId());
      ObjectEncryption.tell(stored.encryption(), out.struct());
      ObjectChecksums.tell(stored.checksum(), out.struct());
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isPosted(Body content) {
    return content instanceof PostedBody
        || content instanceof CheckedBody checked && checked.body() instanceof PostedBody;
  }

  private static void checkLength(Body content) {
    if (content.length() < 0 && !isPosted(content)) {
      throw S3Errors.missingContentLength();
    }
    if (content.length() > MOST_AT_ONCE) {
      throw S3Errors.entityTooLarge(content.length(), MOST_AT_ONCE);
    }
  }

  private static void checkDigest(Struct request, Body content) {
    if (ObjectLocks.isAskedFor(request)
        && !(content instanceof CheckedBody)
        && !isPosted(content)) {
      throw S3Errors.invalidRequest(
          "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with"
              + " Object Lock parameters");
    }
  }

  /** What is wrong anyhow is said before the body is read. */
  private void checkFirst(PutObjectRequest in, Bucket bucket) {
    Preconditions.checkWriteHeaders(in.ifMatch(), in.ifNoneMatch());
    if (in.ifMatch() != null || in.ifNoneMatch() != null || ObjectLocks.isAskedFor(in.struct())) {
      s3.read(
          reader -> {
            StoredObject current = s3.objects().current(reader, bucket, in.key());
            Preconditions.checkWrite(in.ifMatch(), in.ifNoneMatch(), in.key(), current);
            return ObjectLocks.ofNew(s3, reader, bucket, in.struct());
          });
    }
  }

  /**
   * Makes bytes that were written an object, if the request's conditions hold.
   *
   * @param object without body, encryption, size, ETag, checksum, time, lock, owner and access
   *     control list, which are set here
   * @param request that of PutObject or CopyObject
   */
  StoredObject store(
      Bucket bucket,
      String key,
      ObjectBuilder object,
      StoredEncryption encryption,
      BodyPart part,
      Struct request,
      Kind kind,
      Call call) {
    long body = s3.bodies().newId();
    // An ETag would tell about bytes that only those may see who have the key.
    String eTag =
        encryption.hidesDigest()
            ? HexFormat.of().formatHex(s3.world().ids().secretBytes(ETAG))
            : part.md5();
    object
        .encryption(encryption)
        .body(body)
        .size(part.size())
        .eTag(eTag)
        .checksum(ObjectChecksums.ofWhole(part))
        .modifiedAt(s3.now());
    return s3.world()
        .store()
        .write(
            ObjectTable.lock(bucket, key),
            transaction -> {
              Bucket current = s3.current(transaction, bucket);
              s3.bodies().put(transaction, current, body, 1, part);
              return add(transaction, current, key, object, request, kind, call);
            });
  }

  private StoredObject add(
      Transaction transaction,
      Bucket bucket,
      String key,
      ObjectBuilder object,
      Struct request,
      Kind kind,
      Call call) {
    StoredObject before = s3.objects().current(transaction, bucket, key);
    Preconditions.checkWrite(
        (String) request.get("IfMatch"), (String) request.get("IfNoneMatch"), key, before);
    object.lock(ObjectLocks.ofNew(s3, transaction, bucket, request));
    Acls.OfNew access = s3.access().acls().ofNew(transaction, bucket, request, call.accountId());
    object.ownerId(access.ownerId()).acl(access.list());
    StoredObject added = s3.objects().add(transaction, bucket, key, object);
    s3.changes().changed(transaction, new ObjectChange(kind, bucket, key, added, before, call));
    return added;
  }
}
