package io.nephele.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "QueueUrl, queueUrl",
    "MD5OfMessageBody, md5OfMessageBody",
    "VPCId, vpcId",
    "ETag, eTag",
    "ARN, arn",
    "ACLs, acls",
    "IDsOfThings, idsOfThings",
    "DBInstanceIdentifier, dbInstanceIdentifier",
    "IPv6CidrBlock, ipv6CidrBlock",
    "X, x",
    "alreadyLower, alreadyLower",
    "x-amz-meta, x_amz_meta",
    "4K, _4K",
    "Default, default_",
    "null, null_",
    "Struct, struct_",
    "HashCode, hashCode_",
    "NotifyAll, notifyAll_",
  })
  void methods(String member, String method) {
    assertThat(Names.method(member, Names.VIEW_METHODS)).isEqualTo(method);
  }

  @ParameterizedTest
  @CsvSource({
    "VisibilityTimeout, VISIBILITY_TIMEOUT",
    "ALREADY_UPPER, ALREADY_UPPER",
    "us-east-1, US_EAST_1",
    "t2.micro, T2_MICRO",
    "KMSKeyId, KMS_KEY_ID",
    "IPv4, IPV4",
    "Sha256Hash, SHA256_HASH",
    "RSAES_OAEP_SHA_256, RSAES_OAEP_SHA_256",
    "AWS::EC2::VPC, AWS_EC2_VPC",
    "s3:ObjectCreated:*, S3_OBJECT_CREATED",
    "2.0, _2_0",
    "'', EMPTY",
    "=, EQUALS_SIGN",
  })
  void constants(String value, String constant) {
    assertThat(Names.constant(value)).isEqualTo(constant);
  }

  @ParameterizedTest
  @CsvSource({
    "sqs, io.nephele.api.sqs, Sqs",
    "dynamodb, io.nephele.api.dynamodb, Dynamodb",
    "cognito-idp, io.nephele.api.cognitoidp, CognitoIdp",
    "import, io.nephele.api.import_, Import",
  })
  void services(String service, String packageName, String type) {
    assertThat(Names.packageName(service)).isEqualTo(packageName);
    assertThat(Names.serviceType(service)).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({"QueueDoesNotExist, QueueDoesNotExist", "lower, Lower", "a.b, A_b", "__x, __x"})
  void types(String shape, String type) {
    assertThat(Names.type(shape)).isEqualTo(type);
  }
}
