package io.nephele.services.s3.objects;

import io.nephele.core.call.Call;
import io.nephele.services.s3.buckets.Bucket;

/**
 * One change of one object.
 *
 * @param kind what happened
 * @param bucket as it is in the transaction
 * @param object as it is after the change; what was removed, if that has no marker; the marker, if
 *     one was made
 * @param before what was current before an object was created, or what a version was like before it
 *     was changed; null where nothing was
 * @param call by which it happened; null where a timer did it
 */
public record ObjectChange(
    Kind kind, Bucket bucket, String key, StoredObject object, StoredObject before, Call call) {

  /** What happens to objects, with the names of S3's events. */
  public enum Kind {
    /** PutObject. */
    PUT("ObjectCreated:Put"),
    /** A form upload. */
    POST("ObjectCreated:Post"),
    /** CopyObject. */
    COPY("ObjectCreated:Copy"),
    /** CompleteMultipartUpload. */
    COMPLETE_UPLOAD("ObjectCreated:CompleteMultipartUpload"),
    /** A version was removed for good. */
    DELETE("ObjectRemoved:Delete"),
    /** A delete marker was made. */
    DELETE_MARKER("ObjectRemoved:DeleteMarkerCreated"),
    /** A rule removed a version for good. */
    EXPIRE("LifecycleExpiration:Delete"),
    /** A rule made a delete marker. */
    EXPIRE_MARKER("LifecycleExpiration:DeleteMarkerCreated"),
    /** A rule changed the storage class. */
    TRANSITION("LifecycleTransition"),
    /** A restore from an archive was asked for. */
    RESTORE("ObjectRestore:Post"),
    /** A restored copy can be read. */
    RESTORED("ObjectRestore:Completed"),
    /** A restored copy is gone. */
    RESTORE_EXPIRED("ObjectRestore:Delete"),
    /** Tags were put. */
    TAG("ObjectTagging:Put"),
    /** Tags were deleted. */
    UNTAG("ObjectTagging:Delete"),
    /** The access control list was put. */
    ACL("ObjectAcl:Put"),
    /** Retention or legal hold was put, of which there is no event. */
    LOCK(null),
    /** Replication wrote a replica. */
    REPLICA("ObjectCreated:Put"),
    /** Replication made a delete marker. */
    REPLICA_MARKER("ObjectRemoved:DeleteMarkerCreated");

    private final String event;

    Kind(String event) {
      this.event = event;
    }

    /** The event's name without {@code s3:}, or null. */
    public String event() {
      return event;
    }

    /** Whether there is a new version that is no delete marker. */
    public boolean creates() {
      return switch (this) {
        case PUT, POST, COPY, COMPLETE_UPLOAD, REPLICA -> true;
        default -> false;
      };
    }
  }
}
