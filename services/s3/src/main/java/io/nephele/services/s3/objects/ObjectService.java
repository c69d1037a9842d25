package io.nephele.services.s3.objects;

import io.nephele.api.s3.GetObjectTorrentOutput;
import io.nephele.api.s3.GetObjectTorrentRequest;
import io.nephele.api.s3.RenameObjectOutput;
import io.nephele.api.s3.RenameObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.core.call.Bindings;
import io.nephele.core.call.Call;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.objectlambda.ObjectLambda;
import io.nephele.services.s3.select.ObjectSelection;

/** Binds the operations on objects. */
public final class ObjectService {
  private ObjectService() {}

  /**
   * Says which methods answer.
   *
   * @param lambda answers where an Object Lambda access point is asked
   */
  public static void bind(Bindings on, S3World s3, ObjectLambda lambda) {
    ObjectWrites writes = new ObjectWrites(s3);
    on.bind(S3.PutObject, lambda.passing(S3.PutObject, writes::put));

    ObjectReads reads = new ObjectReads(s3);
    on.bind(S3.GetObject, lambda.get(reads::get));
    on.bind(S3.HeadObject, lambda.head(reads::head));
    on.bind(S3.SelectObjectContent, new ObjectSelection(reads)::select);
    on.bind(S3.GetObjectAttributes, new ObjectAttributes(s3)::get);

    ObjectCopies copies = new ObjectCopies(s3, writes);
    on.bind(S3.CopyObject, copies::copy);
    on.bind(S3.RenameObject, ObjectService::rename);
    on.bind(S3.GetObjectTorrent, ObjectService::torrent);
    on.bind(S3.UpdateObjectEncryption, new Reencryption(s3)::update);
    on.bind(S3.RestoreObject, new Restores(s3)::restore);

    ObjectDeletes deletes = new ObjectDeletes(s3);
    on.bind(S3.DeleteObject, lambda.passing(S3.DeleteObject, deletes::delete));
    on.bind(S3.DeleteObjects, deletes::deleteAll);

    ObjectTagging tagging = new ObjectTagging(s3);
    on.bind(S3.PutObjectTagging, tagging::put);
    on.bind(S3.GetObjectTagging, tagging::get);
    on.bind(S3.DeleteObjectTagging, tagging::delete);

    ObjectLocking locking = new ObjectLocking(s3);
    on.bind(S3.PutObjectLockConfiguration, locking::putConfiguration);
    on.bind(S3.GetObjectLockConfiguration, locking::getConfiguration);
    on.bind(S3.PutObjectRetention, locking::putRetention);
    on.bind(S3.GetObjectRetention, locking::getRetention);
    on.bind(S3.PutObjectLegalHold, locking::putLegalHold);
    on.bind(S3.GetObjectLegalHold, locking::getLegalHold);
  }

  private static RenameObjectOutput rename(RenameObjectRequest in, Call call) {
    throw S3Errors.notImplemented("RenameObject, which is of directory buckets alone");
  }

  private static GetObjectTorrentOutput torrent(GetObjectTorrentRequest in, Call call) {
    throw S3Errors.notImplemented("GetObjectTorrent, which AWS has ended");
  }
}
