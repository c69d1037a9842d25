package io.nephele.services.s3.access;

import io.nephele.api.s3.AccessControlPolicy;
import io.nephele.api.s3.GetBucketAclOutput;
import io.nephele.api.s3.GetBucketAclRequest;
import io.nephele.api.s3.GetObjectAclOutput;
import io.nephele.api.s3.GetObjectAclRequest;
import io.nephele.api.s3.PutBucketAclRequest;
import io.nephele.api.s3.PutObjectAclOutput;
import io.nephele.api.s3.PutObjectAclRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Unit;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.objects.ObjectTable;
import io.nephele.services.s3.objects.StoredObject;

/** Gives and takes access control lists. */
public final class AclHandlers {
  private final S3World s3;

  /** The lists of a world. */
  public AclHandlers(S3World s3) {
    this.s3 = s3;
  }

  /** Gives the list of a bucket. */
  public GetBucketAclOutput getOfBucket(GetBucketAclRequest in, Call call) {
    return s3.read(
        reader -> s3.access().acls().answer(reader, s3.bucket(reader, in.bucket(), call)));
  }

  /** Sets the list of a bucket. */
  public Unit putOfBucket(PutBucketAclRequest in, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.bucket(transaction, in.bucket(), call);
              s3.access().acls().put(transaction, bucket, in.struct());
              return null;
            });
    return S3World.done(call);
  }

  /** Gives the list of an object. */
  public GetObjectAclOutput getOfObject(GetObjectAclRequest in, Call call) {
    StoredObject object =
        s3.read(
            reader -> find(reader, s3.bucket(reader, in.bucket(), call), in.key(), in.versionId()));
    AccessControlPolicy document = Acls.document(Acls.of(object));
    return new GetObjectAclOutput().owner(document.owner()).grants(document.grants());
  }

  /** Sets the list of an object. */
  public PutObjectAclOutput putOfObject(PutObjectAclRequest in, Call call) {
    Bucket named = s3.bucket(in.bucket(), call);
    s3.world()
        .store()
        .write(
            ObjectTable.lock(named, in.key()),
            transaction -> {
              Bucket bucket = s3.current(transaction, named);
              StoredObject object = find(transaction, bucket, in.key(), in.versionId());
              StoredObject changed =
                  object.toBuilder()
                      .acl(s3.access().acls().ofUpdate(transaction, bucket, object, in.struct()))
                      .build();
              s3.objects().update(transaction, bucket, in.key(), changed);
              return null;
            });
    return new PutObjectAclOutput();
  }

  private StoredObject find(Reader reader, Bucket bucket, String key, String versionId) {
    StoredObject object =
        versionId == null
            ? s3.objects().latest(reader, bucket, key)
            : s3.objects().version(reader, bucket, key, versionId);
    if (object == null) {
      throw versionId == null ? S3Errors.noSuchKey(key) : S3Errors.noSuchVersion(key, versionId);
    }
    if (object.deleteMarker()) {
      throw versionId == null
          ? S3Errors.noSuchKey(key)
          : S3Errors.methodNotAllowed("GET", "DeleteMarker");
    }
    return object;
  }
}
