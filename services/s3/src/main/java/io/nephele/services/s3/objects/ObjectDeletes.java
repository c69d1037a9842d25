package io.nephele.services.s3.objects;

import io.nephele.api.s3.DeleteObjectOutput;
import io.nephele.api.s3.DeleteObjectRequest;
import io.nephele.api.s3.DeleteObjectsOutput;
import io.nephele.api.s3.DeleteObjectsRequest;
import io.nephele.api.s3.DeletedObject;
import io.nephele.api.s3.Error;
import io.nephele.api.s3.ObjectIdentifier;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.access.ObjectPermissions;
import io.nephele.services.s3.accesspoints.AccessPoint;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.objects.ObjectChange.Kind;
import java.util.ArrayList;
import java.util.List;

/** Deletes objects, or versions of them. */
public final class ObjectDeletes {
  private static final int MOST_AT_ONCE = 1000;

  /** How many of a request's objects are deleted in one transaction. */
  private static final int BATCH = 100;

  private final S3World s3;
  private final ObjectPermissions permissions;

  /** Deletes the objects of a world. */
  public ObjectDeletes(S3World s3) {
    this.s3 = s3;
    this.permissions = new ObjectPermissions(s3);
  }

  /**
   * What to delete.
   *
   * @param versionId null where the key is to be deleted as the bucket's versioning demands
   * @param ifMatch the ETag that the current object must have, or null
   * @param bypass whether governance is passed over
   */
  private record Deletion(
      Bucket bucket, String key, String versionId, String ifMatch, boolean bypass) {}

  /**
   * What was deleted.
   *
   * @param versionId of the version that was removed or of the marker that was made; or null
   * @param marker whether that is a delete marker
   */
  private record Deleted(String versionId, boolean marker) {}

  /** Deletes an object, or one version for good. */
  public DeleteObjectOutput delete(DeleteObjectRequest in, Call call) {
    Bucket bucket = s3.bucket(in.bucket(), call);
    ObjectFields.checkKey(in.key());
    if (in.ifMatchLastModifiedTime() != null) {
      throw Preconditions.notImplemented("x-amz-if-match-last-modified-time");
    }
    if (in.ifMatchSize() != null) {
      throw Preconditions.notImplemented("x-amz-if-match-size");
    }
    if (in.versionId() != null) {
      FoundObject.checkVersionId(in.versionId());
      MfaDelete.check(s3, bucket, in.mfa(), call);
    }
    Deletion deletion =
        new Deletion(
            bucket,
            in.key(),
            in.versionId(),
            in.ifMatch(),
            Boolean.TRUE.equals(in.bypassGovernanceRetention()));
    Deleted deleted =
        s3.world()
            .store()
            .write(
                ObjectTable.lock(bucket, in.key()),
                transaction ->
                    delete(transaction, s3.current(transaction, bucket), deletion, call));
    return new DeleteObjectOutput()
        .versionId(deleted.versionId())
        .deleteMarker(deleted.marker() ? true : null);
  }

  /** Deletes up to a thousand objects, each for itself. */
  public DeleteObjectsOutput deleteAll(DeleteObjectsRequest in, Call call) {
    Bucket bucket = s3.bucket(in.bucket(), call);
    List<ObjectIdentifier> objects = in.delete() == null ? null : in.delete().objects();
    if (objects == null || objects.isEmpty() || objects.size() > MOST_AT_ONCE) {
      throw S3Errors.malformedXml();
    }
    boolean versions = false;
    for (ObjectIdentifier object : objects) {
      if (object.key() == null) {
        throw S3Errors.malformedXml();
      }
      if (object.key().isEmpty()) {
        throw AwsException.client("UserKeyMustBeSpecified", 400, "The specified key is empty");
      }
      versions |= object.versionId() != null;
    }
    if (versions) {
      MfaDelete.check(s3, bucket, in.mfa(), call);
    }
    boolean quiet = Boolean.TRUE.equals(in.delete().quiet());
    boolean bypass = Boolean.TRUE.equals(in.bypassGovernanceRetention());
    List<DeletedObject> deleted = new ArrayList<>();
    List<Error> errors = new ArrayList<>();
    AccessPoint point = permissions.accessPoint(in.bucket(), call);
    objects = permitted(objects, bucket, point, bypass, call, errors);
    for (int from = 0; from < objects.size(); from += BATCH) {
      List<ObjectIdentifier> batch = objects.subList(from, Math.min(from + BATCH, objects.size()));
      int deletedBefore = deleted.size();
      int errorsBefore = errors.size();
      s3.world()
          .store()
          .write(
              transaction -> {
                // It may run again.
                deleted.subList(deletedBefore, deleted.size()).clear();
                errors.subList(errorsBefore, errors.size()).clear();
                Bucket current = s3.current(transaction, bucket);
                for (ObjectIdentifier object : batch) {
                  deleteOne(transaction, current, object, bypass, call, deleted, errors);
                }
                return null;
              });
    }
    return new DeleteObjectsOutput()
        .deleted(quiet || deleted.isEmpty() ? null : deleted)
        .errors(errors.isEmpty() ? null : errors);
  }

  /** Who may not delete one of the objects is told so, and the others are deleted. */
  private List<ObjectIdentifier> permitted(
      List<ObjectIdentifier> objects,
      Bucket bucket,
      AccessPoint point,
      boolean bypass,
      Call call,
      List<Error> errors) {
    List<ObjectIdentifier> permitted = new ArrayList<>(objects.size());
    for (ObjectIdentifier object : objects) {
      AwsException denial =
          permissions.denialOfDelete(bucket, point, object.key(), object.versionId(), bypass, call);
      if (denial == null) {
        permitted.add(object);
      } else {
        errors.add(error(object, denial));
      }
    }
    return permitted;
  }

  private static Error error(ObjectIdentifier object, AwsException e) {
    return new Error()
        .key(object.key())
        .versionId(object.versionId())
        .code(e.code())
        .message(e.getMessage());
  }

  private void deleteOne(
      Transaction transaction,
      Bucket bucket,
      ObjectIdentifier object,
      boolean bypass,
      Call call,
      List<DeletedObject> deleted,
      List<Error> errors) {
    String version = object.versionId();
    try {
      ObjectFields.checkKey(object.key());
      if (object.lastModifiedTime() != null) {
        throw Preconditions.notImplemented("LastModifiedTime");
      }
      if (object.size() != null) {
        throw Preconditions.notImplemented("Size");
      }
      if (version != null) {
        checkVersionId(version);
      }
      Deletion deletion = new Deletion(bucket, object.key(), version, object.eTag(), bypass);
      Deleted done = delete(transaction, bucket, deletion, call);
      deleted.add(
          new DeletedObject()
              .key(object.key())
              .versionId(version)
              .deleteMarker(done.marker() ? true : null)
              .deleteMarkerVersionId(done.marker() ? done.versionId() : null));
    } catch (AwsException e) {
      errors.add(error(object, e));
    }
  }

  /** In a list, S3 does not say that an id has the wrong form, but that there is no such. */
  private static void checkVersionId(String versionId) {
    try {
      FoundObject.checkVersionId(versionId);
    } catch (AwsException e) {
      throw AwsException.client("NoSuchVersion", 404, "The specified version does not exist.");
    }
  }

  /** Deletes in a transaction. What it throws, it throws before it writes. */
  private Deleted delete(Transaction transaction, Bucket bucket, Deletion deletion, Call call) {
    String key = deletion.key();
    checkCondition(transaction, bucket, deletion);
    if (deletion.versionId() != null) {
      return deleteVersion(transaction, bucket, deletion, call);
    }
    StoredObject current = s3.objects().current(transaction, bucket, key);
    if (bucket.hasVersions()) {
      StoredObject marker =
          s3.objects()
              .add(
                  transaction,
                  bucket,
                  key,
                  StoredObject.builder()
                      .deleteMarker(true)
                      .modifiedAt(s3.now())
                      .ownerId(bucket.accountId()));
      changed(transaction, Kind.DELETE_MARKER, bucket, key, marker, current, call);
      return new Deleted(marker.versionId(), true);
    }
    if (current != null) {
      s3.objects().remove(transaction, bucket, key, current);
      changed(transaction, Kind.DELETE, bucket, key, current, current, call);
    }
    return new Deleted(null, false);
  }

  private Deleted deleteVersion(
      Transaction transaction, Bucket bucket, Deletion deletion, Call call) {
    String key = deletion.key();
    StoredObject version = s3.objects().version(transaction, bucket, key, deletion.versionId());
    if (version == null) {
      return new Deleted(deletion.versionId(), false);
    }
    ObjectLocks.checkDeletable(version, s3.now(), deletion.bypass());
    s3.objects().remove(transaction, bucket, key, version);
    changed(transaction, Kind.DELETE, bucket, key, version, version, call);
    return new Deleted(version.versionId(), version.deleteMarker());
  }

  private void checkCondition(Transaction transaction, Bucket bucket, Deletion deletion) {
    if (deletion.ifMatch() == null) {
      return;
    }
    StoredObject current = s3.objects().latest(transaction, bucket, deletion.key());
    if (current == null) {
      throw S3Errors.noSuchKey(deletion.key());
    }
    if (current.deleteMarker() || !Preconditions.matches(deletion.ifMatch(), current.eTag())) {
      throw S3Errors.preconditionFailed("If-Match");
    }
  }

  private void changed(
      Transaction transaction,
      Kind kind,
      Bucket bucket,
      String key,
      StoredObject object,
      StoredObject before,
      Call call) {
    s3.changes().changed(transaction, new ObjectChange(kind, bucket, key, object, before, call));
  }
}
