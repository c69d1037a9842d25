package io.nephele.services.firehose;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What tests of Firehose do again and again. */
final class Streams {
  static final String ROLE = "arn:aws:iam::000000000000:role/delivers";
  static final String BUCKET = "delivered";

  private Streams() {}

  /** A role that Firehose may assume and that may do anything. */
  static void role(IamClient iam) {
    iam.createRole(
        r ->
            r.roleName("delivers")
                .assumeRolePolicyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                    "Principal":{"Service":"firehose.amazonaws.com"}}]}\
                    """));
    iam.putRolePolicy(
        r ->
            r.roleName("delivers")
                .policyName("may")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*",
                    "Resource":"*"}]}\
                    """));
  }

  /** A stream that delivers to the bucket. */
  static void create(
      FirehoseClient firehose,
      String name,
      Consumer<ExtendedS3DestinationConfiguration.Builder> destination) {
    firehose.createDeliveryStream(
        c ->
            c.deliveryStreamName(name)
                .extendedS3DestinationConfiguration(
                    d -> {
                      d.roleARN(ROLE).bucketARN("arn:aws:s3:::" + BUCKET);
                      destination.accept(d);
                    }));
  }

  static void put(FirehoseClient firehose, String name, String... records) {
    for (String record : records) {
      firehose.putRecord(
          p -> p.deliveryStreamName(name).record(r -> r.data(SdkBytes.fromUtf8String(record))));
    }
  }

  static List<String> keys(S3Client s3, String bucket) {
    return s3.listObjectsV2(l -> l.bucket(bucket)).contents().stream().map(S3Object::key).toList();
  }

  static byte[] bytes(S3Client s3, String bucket, String key) {
    return s3.getObjectAsBytes(g -> g.bucket(bucket).key(key)).asByteArray();
  }

  static String text(S3Client s3, String bucket, String key) {
    return new String(bytes(s3, bucket, key), StandardCharsets.UTF_8);
  }
}
