package io.nephele.services.s3.access;

import io.nephele.api.s3.DeleteBucketPolicyRequest;
import io.nephele.api.s3.GetBucketPolicyOutput;
import io.nephele.api.s3.GetBucketPolicyRequest;
import io.nephele.api.s3.GetBucketPolicyStatusOutput;
import io.nephele.api.s3.GetBucketPolicyStatusRequest;
import io.nephele.api.s3.PolicyStatus;
import io.nephele.api.s3.PutBucketPolicyRequest;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Unit;
import io.nephele.policy.MalformedPolicyException;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import java.util.function.Function;

/** The policies of buckets. */
public final class BucketPolicies {
  private static final int MOST_BYTES = 20 * 1024;

  private final S3World s3;

  /** The policies of a world. */
  public BucketPolicies(S3World s3) {
    this.s3 = s3;
  }

  /** Sets the policy of a bucket. */
  public Unit put(PutBucketPolicyRequest in, Call call) {
    BucketPolicy policy = read(in.policy());
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.bucket(transaction, in.bucket(), call);
              String complaint =
                  PolicyResources.complaint(policy.document(), bucket.arn(call.partition()));
              if (complaint != null) {
                throw malformed(complaint);
              }
              boolean blocked =
                  s3.access().publicAccess(transaction, bucket).blockPolicy()
                      && PublicPolicies.isPublic(policy.document());
              if (blocked) {
                throw prevented(call, "s3:PutBucketPolicy", bucket.arn(call.partition()));
              }
              s3.access().policies().put(transaction, bucket, policy);
              return null;
            });
    return S3World.done(call);
  }

  /** The policy that a text is; an error to the caller if it is none. */
  public static BucketPolicy read(String text) {
    return read(text, BucketPolicy::parse);
  }

  /** As the other, of policies of another kind. */
  public static <T> T read(String text, Function<String, T> parse) {
    if (text != null && Bytes.utf8(text).length() > MOST_BYTES) {
      throw S3Errors.invalidArgument("Policy exceeds the maximum allowed document size.");
    }
    if (text == null || text.isBlank() || text.stripLeading().charAt(0) != '{') {
      throw malformed("Policies must be valid JSON and the first byte must be '{'");
    }
    try {
      return parse.apply(text);
    } catch (MalformedPolicyException e) {
      throw malformed(e.getMessage());
    }
  }

  /** A policy is wrong, in the way the message says. */
  public static AwsException malformed(String message) {
    return AwsException.client("MalformedPolicy", 400, message);
  }

  /** A policy would let in the public where that is blocked. */
  public static AwsException prevented(Call call, String action, String arn) {
    return AwsException.client(
        "AccessDenied",
        403,
        "User: "
            + call.principal().arn()
            + " is not authorized to perform: "
            + action
            + " on resource: \""
            + arn
            + "\" because public policies are prevented by the BlockPublicPolicy setting in S3"
            + " Block Public Access.");
  }

  /** Gives the policy as it was put. */
  public GetBucketPolicyOutput get(GetBucketPolicyRequest in, Call call) {
    return new GetBucketPolicyOutput().policy(find(in.bucket(), call).text());
  }

  /** Says whether the policy is public. */
  public GetBucketPolicyStatusOutput status(GetBucketPolicyStatusRequest in, Call call) {
    BucketPolicy policy = find(in.bucket(), call);
    return new GetBucketPolicyStatusOutput()
        .policyStatus(new PolicyStatus().isPublic(PublicPolicies.isPublic(policy.document())));
  }

  private BucketPolicy find(String name, Call call) {
    BucketPolicy policy =
        s3.read(reader -> s3.access().policies().find(reader, s3.bucket(reader, name, call)));
    if (policy == null) {
      throw S3Errors.noSuchConfiguration(
          "NoSuchBucketPolicy", "The bucket policy does not exist", name);
    }
    return policy;
  }

  /** Removes the policy, if there is one. */
  public Unit delete(DeleteBucketPolicyRequest in, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket bucket = s3.bucket(transaction, in.bucket(), call);
              s3.access().policies().delete(transaction, bucket);
              return null;
            });
    return S3World.done(call);
  }
}
