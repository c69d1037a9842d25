package io.nephele.services.s3.objects;

import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;

/** The MFA device that guards the versions of a bucket, where its owner wants that. */
public final class MfaDelete {
  private MfaDelete() {}

  /**
   * Throws what S3 answers where a bucket wants a device to be shown and the request does not.
   *
   * @param mfa the header {@code x-amz-mfa}: serial number, a space, and the code; or null
   */
  static void check(S3World s3, Bucket bucket, String mfa, Call call) {
    if (bucket.deletesNeedMfa()) {
      verify(s3, mfa, call);
    }
  }

  /** Throws what S3 answers where a request does not show a device of the caller's. */
  public static void verify(S3World s3, String mfa, Call call) {
    if (mfa == null) {
      throw AwsException.client(
          "AccessDenied", 403, "Mfa Authentication must be used for this request");
    }
    int space = mfa.lastIndexOf(' ');
    if (space <= 0) {
      throw denied();
    }
    try {
      s3.world().access().checkMfa(call, mfa.substring(0, space).strip(), mfa.substring(space + 1));
    } catch (AwsException e) {
      throw denied();
    }
  }

  private static AwsException denied() {
    return AwsException.client(
        "AccessDenied", 403, "The MFA serial number and/or token code you provided is not valid");
  }
}
