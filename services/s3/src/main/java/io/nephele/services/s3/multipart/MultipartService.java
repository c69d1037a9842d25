package io.nephele.services.s3.multipart;

import io.nephele.api.s3.S3;
import io.nephele.core.call.Bindings;
import io.nephele.services.s3.S3World;

/** Binds the operations of uploads in parts. */
public final class MultipartService {
  private MultipartService() {}

  /** Binds them. */
  public static void bind(Bindings on, S3World s3) {
    Uploads uploads = new Uploads(s3);
    on.bind(S3.CreateMultipartUpload, uploads::create);
    on.bind(S3.AbortMultipartUpload, uploads::abort);
    Parts parts = new Parts(s3);
    on.bind(S3.UploadPart, parts::upload);
    on.bind(S3.UploadPartCopy, new PartCopies(s3, parts)::copy);
    on.bind(S3.CompleteMultipartUpload, new Completion(s3)::complete);

    UploadListings listings = new UploadListings(s3);
    on.bind(S3.ListParts, listings::parts);
    on.bind(S3.ListMultipartUploads, listings::uploads);
  }
}
