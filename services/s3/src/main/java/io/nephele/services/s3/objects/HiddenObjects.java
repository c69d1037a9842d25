package io.nephele.services.s3.objects;

import io.nephele.api.s3.ListObjectsV2Request;
import io.nephele.api.s3.S3;
import io.nephele.core.access.Authorization;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import io.nephele.services.s3.S3World;
import java.util.function.Function;

/** Who may not list a bucket is not told that it does not have a key. */
final class HiddenObjects {
  private HiddenObjects() {}

  /** Reads; that a key is not there becomes the denial of listing, if that is denied. */
  static <T> T read(S3World s3, String bucket, Call call, Function<? super Reader, T> body) {
    try {
      return s3.read(body);
    } catch (AwsException e) {
      AwsException denial = e.code().equals("NoSuchKey") ? denial(s3, bucket, call) : null;
      throw denial == null ? e : denial;
    }
  }

  private static AwsException denial(S3World s3, String bucket, Call call) {
    Call listing =
        new Call(
            S3.ListObjectsV2.model(),
            call.protocol(),
            call.principal(),
            call.region(),
            call.origin(),
            call.requestId(),
            call.time());
    Authorization authorization =
        s3.world()
            .access()
            .authorize(listing, new ListObjectsV2Request().bucket(bucket).struct().freeze());
    return authorization.denial();
  }
}
