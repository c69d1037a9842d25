package io.nephele.services.cloudtrail;

import io.nephele.api.cloudtrail.InsufficientEncryptionPolicyException;
import io.nephele.api.cloudtrail.InsufficientS3BucketPolicyException;
import io.nephele.api.cloudtrail.InsufficientSnsTopicPolicyException;
import io.nephele.api.cloudtrail.InvalidCloudWatchLogsLogGroupArnException;
import io.nephele.api.cloudtrail.InvalidCloudWatchLogsRoleArnException;
import io.nephele.api.cloudtrail.KmsKeyDisabledException;
import io.nephele.api.cloudtrail.KmsKeyNotFoundException;
import io.nephele.api.cloudtrail.S3BucketDoesNotExistException;
import io.nephele.api.kms.DescribeKeyRequest;
import io.nephele.api.kms.GenerateDataKeyRequest;
import io.nephele.api.kms.KeyMetadata;
import io.nephele.api.kms.Kms;
import io.nephele.api.logs.CreateLogStreamRequest;
import io.nephele.api.logs.Logs;
import io.nephele.api.s3.GetBucketAclRequest;
import io.nephele.api.s3.PutObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.api.sns.PublishInput;
import io.nephele.api.sns.Sns;
import io.nephele.core.World;
import io.nephele.core.access.Authorization;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.partition.Regions;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.model.View;
import java.util.Map;

/** Where trails deliver to: whether they may, as it is checked when a trail is made or changed. */
final class Destinations {
  /** What CloudTrail has its objects belong to. */
  static final String ACL = "bucket-owner-full-control";

  private static final String CONTEXT = "aws:cloudtrail:arn";

  private final World world;
  private final AssumedRoles roles;

  Destinations(World world) {
    this.world = world;
    this.roles = new AssumedRoles(world);
  }

  /** The ARN of a key that was given in any way, which has to be there and enabled. */
  String keyArn(String given, Call call) {
    KeyMetadata key;
    try {
      key =
          world
              .call(
                  Kms.DescribeKey,
                  new DescribeKeyRequest().keyId(given),
                  call.principal(),
                  call.region(),
                  call.origin().through(TrailStore.SERVICE))
              .keyMetadata();
    } catch (AwsException e) {
      throw new KmsKeyNotFoundException("KMS key " + given + " is not found: " + e.getMessage());
    }
    if (!Boolean.TRUE.equals(key.enabled())) {
      throw new KmsKeyDisabledException("KMS key " + given + " is disabled.");
    }
    return key.arn();
  }

  /** Checks all that a trail delivers to. */
  void check(TrailRecord trail) {
    checkBucket(trail);
    if (trail.kmsKeyArn() != null) {
      checkKey(trail);
    }
    if (trail.snsTopicArn() != null) {
      checkTopic(trail);
    }
    if (trail.logGroupArn() != null) {
      checkLogGroup(trail);
    }
  }

  private void checkBucket(TrailRecord trail) {
    try {
      callAs(trail, S3.GetBucketAcl, new GetBucketAclRequest().bucket(trail.bucket()));
    } catch (AwsException e) {
      if (e.code().equals("NoSuchBucket")) {
        throw new S3BucketDoesNotExistException("S3 bucket " + trail.bucket() + " does not exist!");
      }
      throw insufficientBucketPolicy(trail);
    }
    PutObjectRequest probe =
        new PutObjectRequest()
            .bucket(trail.bucket())
            .key(LogFiles.folder(trail, "CloudTrail") + trail.region() + "/probe")
            .acl(ACL);
    if (!may(trail, S3.PutObject, probe)) {
      throw insufficientBucketPolicy(trail);
    }
  }

  private static InsufficientS3BucketPolicyException insufficientBucketPolicy(TrailRecord trail) {
    return new InsufficientS3BucketPolicyException(
        "Incorrect S3 bucket policy is detected for bucket: " + trail.bucket());
  }

  private void checkKey(TrailRecord trail) {
    GenerateDataKeyRequest probe =
        new GenerateDataKeyRequest()
            .keyId(trail.kmsKeyArn())
            .keySpec("AES_256")
            .encryptionContext(Map.of(CONTEXT, trail.arn()));
    if (!may(trail, Kms.GenerateDataKey, probe)) {
      throw new InsufficientEncryptionPolicyException(
          "Insufficient permissions to access S3 bucket "
              + trail.bucket()
              + " or KMS key "
              + trail.kmsKeyArn()
              + ".");
    }
  }

  private void checkTopic(TrailRecord trail) {
    PublishInput probe = new PublishInput().topicArn(trail.snsTopicArn()).message("probe");
    if (!may(trail, Sns.Publish, probe)) {
      throw new InsufficientSnsTopicPolicyException(
          "SNS Topic does not exist or the topic policy is incorrect!");
    }
  }

  private void checkLogGroup(TrailRecord trail) {
    Arn group = Arn.parse(trail.logGroupArn());
    if (group == null || !group.resource().startsWith("log-group:")) {
      throw new InvalidCloudWatchLogsLogGroupArnException(
          "CloudTrail cannot validate the specified log group ARN.");
    }
    try {
      createLogStream(trail, trail.region());
    } catch (AwsException e) {
      if (e.code().contains("ResourceNotFound")) {
        throw new InvalidCloudWatchLogsLogGroupArnException(
            "CloudTrail cannot validate the specified log group ARN.");
      }
      throw new InvalidCloudWatchLogsRoleArnException(
          "Access denied. Verify in IAM that the role has adequate permissions.");
    }
  }

  /** Makes the log stream for the events of a region, if it is not there. */
  void createLogStream(TrailRecord trail, String region) {
    try {
      callAsRole(
          trail,
          Logs.CreateLogStream,
          new CreateLogStreamRequest()
              .logGroupName(logGroup(trail))
              .logStreamName(logStream(trail, region)));
    } catch (AwsException e) {
      if (!e.code().contains("AlreadyExists")) {
        throw e;
      }
    }
  }

  static String logStream(TrailRecord trail, String region) {
    return trail.account() + "_CloudTrail_" + region;
  }

  static String logGroup(TrailRecord trail) {
    String name = Arn.parse(trail.logGroupArn()).resource().substring("log-group:".length());
    return name.endsWith(":*") ? name.substring(0, name.length() - 2) : name;
  }

  /** Makes a call as CloudTrail, on behalf of a trail. */
  <I extends View, O extends View> O callAs(
      TrailRecord trail, ApiOperation<I, O> operation, I request) {
    return world.call(
        operation,
        request,
        TrailStore.principal(trail),
        Regions.find(trail.region()),
        Origin.service(TrailStore.SERVICE, trail.arn()));
  }

  /** Makes a call of CloudWatch Logs in the role of a trail. */
  <I extends View, O extends View> O callAsRole(
      TrailRecord trail, ApiOperation<I, O> operation, I request) {
    AssumedRoles.Wanted wanted =
        new AssumedRoles.Wanted(
            trail.logRoleArn(),
            TrailStore.SERVICE,
            trail.account(),
            trail.arn(),
            "CLOUDWATCHLOGS_DELIVERY_SESSION");
    return world.call(
        operation,
        request,
        roles.assume(wanted, Regions.find(trail.region())),
        Regions.find(Arn.parse(trail.logGroupArn()).region()),
        Origin.service(TrailStore.SERVICE, trail.arn()));
  }

  /** Whether CloudTrail may make a call, which is not made. */
  private <I extends View, O extends View> boolean may(
      TrailRecord trail, ApiOperation<I, O> operation, I request) {
    Call call =
        new Call(
            operation.model(),
            operation.model().service().protocols().getFirst(),
            TrailStore.principal(trail),
            Regions.find(trail.region()),
            Origin.service(TrailStore.SERVICE, trail.arn()),
            world.ids().uuid().toString(),
            world.clock().now());
    Authorization decided = world.access().authorize(call, request.struct().freeze());
    return decided.denial() == null;
  }
}
