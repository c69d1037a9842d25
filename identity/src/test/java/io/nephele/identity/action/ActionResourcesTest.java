package io.nephele.identity.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Regions;
import io.nephele.model.Operation;
import io.nephele.model.Struct;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the called service tells comes before what the request tells, and adds to it. */
class ActionResourcesTest {
  private static List<ActionRequest> requests(
      String service, String operation, String request, ProtectedResources resources) {
    Operation model = TestCalls.operation(service, operation);
    return ActionCatalog.bundled()
        .requests(TestCalls.of(model), ActionExamples.request(model, request), resources);
  }

  private static ProtectedResources arns(String type, String... arns) {
    return new ProtectedResources() {
      @Override
      public List<String> arns(String asked, Call call, Struct request) {
        return asked.equals(type) ? List.of(arns) : null;
      }
    };
  }

  @Test
  void aServiceKnowsThePathOfARole() {
    assertThat(
            requests(
                "iam",
                "GetRole",
                "{\"RoleName\":\"runner\"}",
                arns("role", "arn:aws:iam::123456789012:role/team/runner")))
        .map(ActionRequest::resource)
        .containsExactly("arn:aws:iam::123456789012:role/team/runner");
  }

  @Test
  void aServiceThatKnowsOfNoResourceLeavesTheRequestsPatternOpen() {
    assertThat(requests("iam", "GetRole", "{\"RoleName\":\"runner\"}", arns("role")))
        .map(ActionRequest::resource)
        .containsExactly("arn:aws:iam::123456789012:role/runner");
  }

  @Test
  void aServiceIsAskedForEachOfSeveralKeysByTheAction() {
    assertThat(
            requests(
                "kms",
                "ReEncrypt",
                "{\"DestinationKeyId\":\"k2\"}",
                arns("key/ReEncryptFrom", "arn:aws:kms:eu-west-1:123456789012:key/k1")))
        .map(request -> request.action() + " " + request.resource())
        .containsExactly(
            "kms:ReEncryptFrom arn:aws:kms:eu-west-1:123456789012:key/k1",
            "kms:ReEncryptTo arn:aws:kms:eu-west-1:123456789012:key/k2");
  }

  @Test
  void aServiceKnowsTheRoleOfAnInstanceProfile() {
    assertThat(
            requests(
                "ec2",
                "AssociateIamInstanceProfile",
                "{\"InstanceId\":\"i-1\",\"IamInstanceProfile\":{\"Name\":\"web\"}}",
                arns("passed-role", "arn:aws:iam::123456789012:role/web")))
        .map(request -> request.action() + " " + request.resource())
        .containsExactly(
            "ec2:AssociateIamInstanceProfile arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
            "iam:PassRole arn:aws:iam::123456789012:role/web");
  }

  @Test
  void tagsOfAResourceAreKeysWhateverTheirCase() {
    ProtectedResources tagged =
        new ProtectedResources() {
          @Override
          public Map<String, String> tags(String arn) {
            return arn.endsWith(":jobs") ? Map.of("Team", "blue", "stage", "test") : Map.of();
          }
        };
    ActionRequest request =
        requests(
                "sqs",
                "SendMessage",
                "{\"QueueUrl\":\"http://localhost/123456789012/jobs\"}",
                tagged)
            .getFirst();
    assertThat(request.keys().values("aws:resourcetag/team")).containsExactly("blue");
    assertThat(request.keys().values("aws:resourcetag/stage")).containsExactly("test");
    assertThat(request.keys().values("aws:resourcetag/other")).isEmpty();
    assertThat(request.keys().values("aws:requesttag/team")).isEmpty();
    ActionRequest start =
        requests(
                "ec2",
                "StartInstances",
                "{\"InstanceIds\":[\"i-1\"]}",
                new ProtectedResources() {
                  @Override
                  public Map<String, String> tags(String arn) {
                    return Map.of("team", "blue");
                  }
                })
            .getFirst();
    assertThat(start.keys().values("ec2:resourcetag/team")).containsExactly("blue");
  }

  @Test
  void aServiceTellsKeysThatTheRequestDoesNot() {
    ProtectedResources vpcs =
        new ProtectedResources() {
          @Override
          public List<String> conditionKey(String key, String arn, Call call, Struct request) {
            return key.equals("ec2:vpc") && arn.endsWith("subnet/subnet-1")
                ? List.of("arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1")
                : null;
          }
        };
    List<ActionRequest> requests =
        requests(
            "ec2",
            "RunInstances",
            "{\"ImageId\":\"ami-1\",\"SubnetId\":\"subnet-1\",\"InstanceType\":\"t3.micro\"}",
            vpcs);
    assertThat(requests)
        .filteredOn(request -> request.resource().endsWith("subnet/subnet-1"))
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.keys().values("ec2:vpc"))
                    .containsExactly("arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1"));
    assertThat(requests)
        .filteredOn(request -> request.resource().endsWith("image/ami-1"))
        .singleElement()
        .satisfies(request -> assertThat(request.keys().values("ec2:vpc")).isEmpty());
  }

  @Test
  void keysOfOtherServicesHaveNoValues() {
    ActionRequest request =
        requests("sns", "Publish", "{\"TopicArn\":\"arn:aws:sns:eu-west-1:1:t\"}", arns("none"))
            .getFirst();
    assertThat(request.keys().values("sqs:anything")).isEmpty();
    assertThat(request.keys().values("aws:sourceip")).isEmpty();
    assertThat(request.keys().values("sns:protocol")).isEmpty();
  }

  @Test
  void anonymousCallersAndOtherPartitions() {
    Operation send = TestCalls.operation("sqs", "SendMessage");
    Struct byUrl =
        ActionExamples.request(send, "{\"QueueUrl\":\"http://localhost/111122223333/jobs\"}");
    Call call = TestCalls.of(send, Principal.ANONYMOUS, Regions.find("cn-north-1"));
    assertThat(ActionCatalog.bundled().requests(call, byUrl, ProtectedResources.NONE))
        .map(ActionRequest::resource)
        .containsExactly("arn:aws-cn:sqs:cn-north-1:111122223333:jobs");
    Operation byName = TestCalls.operation("sqs", "GetQueueUrl");
    assertThat(
            ActionCatalog.bundled()
                .requests(
                    TestCalls.of(byName, Principal.ANONYMOUS, Regions.find("eu-west-1")),
                    ActionExamples.request(byName, "{\"QueueName\":\"jobs\"}"),
                    ProtectedResources.NONE))
        .map(ActionRequest::resource)
        .containsExactly("arn:aws:sqs:eu-west-1:*:jobs");
  }

  @Test
  void manyResourcesAreNamedOnceEach() {
    StringBuilder objects = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      objects.append(i == 0 ? "" : ",").append("\"table").append(i % 500).append("\":{}");
    }
    assertThat(
            requests(
                "dynamodb",
                "BatchGetItem",
                "{\"RequestItems\":{" + objects + "}}",
                ProtectedResources.NONE))
        .hasSize(500)
        .doesNotHaveDuplicates();
  }
}
