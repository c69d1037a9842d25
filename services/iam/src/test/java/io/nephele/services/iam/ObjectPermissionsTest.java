package io.nephele.services.iam;

import static io.nephele.services.iam.TestPolicies.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.api.s3.DeleteObjectRequest;
import io.nephele.api.s3.GetObjectRequest;
import io.nephele.api.s3.ListObjectsV2Request;
import io.nephele.api.s3.PutObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.core.World;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Regions;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.model.View;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * Policies about S3, decided on where every call is. A call that is allowed comes as far as S3,
 * which is not in this world, and is told so.
 */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ObjectPermissionsTest {
  @Inject Nephele nephele;
  @Inject IamClient iam;

  private Principal bob;

  @BeforeEach
  void createUser() {
    var user = iam.createUser(create -> create.userName("bob")).user();
    bob = Principal.user(TestPolicies.ACCOUNT, user.arn(), user.userId());
  }

  private <I extends View, O extends View> String codeOf(ApiOperation<I, O> operation, I request) {
    World world = nephele.world();
    return catchThrowableOfType(
            AwsException.class,
            () -> world.call(operation, request, bob, Regions.find("us-east-1")))
        .code();
  }

  private void put(String document) {
    iam.putUserPolicy(put -> put.userName("bob").policyName("objects").policyDocument(document));
  }

  private String putObject(String bucket) {
    return codeOf(S3.PutObject, new PutObjectRequest().bucket(bucket).key("a/b"));
  }

  private String getObject(String bucket) {
    return codeOf(S3.GetObject, new GetObjectRequest().bucket(bucket).key("a/b"));
  }

  private String deleteObject(String bucket) {
    return codeOf(S3.DeleteObject, new DeleteObjectRequest().bucket(bucket).key("a/b"));
  }

  private String listObjects(String bucket) {
    return codeOf(S3.ListObjectsV2, new ListObjectsV2Request().bucket(bucket));
  }

  @Test
  @Fact("iam-051")
  void objectsOfOneBucketAreReadAndWrittenOnly() {
    assertThat(getObject("mine")).isEqualTo("AccessDenied");
    put(
        policy("Allow", "s3:PutObject\",\"s3:GetObject", "arn:aws:s3:::mine/*")
            .replace("\"s3:PutObject", "[\"s3:PutObject")
            .replace("GetObject\"", "GetObject\"]"));
    assertThat(getObject("mine")).isEqualTo("NotImplemented");
    assertThat(putObject("mine")).isEqualTo("NotImplemented");
    assertThat(deleteObject("mine")).isEqualTo("AccessDenied");
    assertThat(listObjects("mine")).isEqualTo("AccessDenied");
    assertThat(getObject("other")).isEqualTo("AccessDenied");
  }

  @Test
  @Fact("iam-056")
  void everyBucketIsListedAndRead() {
    put(
        policy("Allow", "s3:List*\",\"s3:GetObject", "arn:aws:s3:::*")
            .replace("\"s3:List", "[\"s3:List")
            .replace("GetObject\"", "GetObject\"]")
            .replace("\"arn:aws:s3:::*\"", "[\"arn:aws:s3:::*\",\"arn:aws:s3:::*/*\"]"));
    assertThat(listObjects("any")).isEqualTo("NotImplemented");
    assertThat(getObject("any")).isEqualTo("NotImplemented");
    assertThat(putObject("any")).isEqualTo("AccessDenied");
  }
}
