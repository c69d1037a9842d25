package io.nephele.identity.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.identity.action.ActionDetails.ResourceUse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the Service Authorization Reference says, as simulators and advisors read it. */
class ActionReferenceTest {
  private static final ActionCatalog CATALOG = ActionCatalog.bundled();

  @Test
  void anActionHasItsLevelResourcesAndKeys() {
    ActionDetails create = CATALOG.service("sqs").action("CreateQueue");
    assertThat(create.name()).isEqualTo("CreateQueue");
    assertThat(create.level()).isEqualTo(AccessLevel.WRITE);
    assertThat(create.resources()).containsExactly(new ResourceUse("queue", true, List.of()));
    assertThat(create.conditionKeys()).containsExactly("aws:RequestTag/${TagKey}", "aws:TagKeys");
    ResourceType queue = CATALOG.service("sqs").resourceTypes().get("queue");
    assertThat(queue.arnPatterns())
        .containsExactly("arn:${Partition}:sqs:${Region}:${Account}:${QueueName}");
    assertThat(queue.conditionKeys()).containsExactly("aws:ResourceTag/${TagKey}");
    assertThat(CATALOG.service("sqs").conditionKeys())
        .containsEntry("aws:TagKeys", "ArrayOfString");
  }

  @Test
  void namesIgnoreCase() {
    assertThat(CATALOG.service("s3").action("getobject").name()).isEqualTo("GetObject");
    assertThat(CATALOG.service("s3").action("NoSuchAction")).isNull();
    assertThat(CATALOG.service("no-such-service")).isNull();
  }

  @Test
  void everyLineOfEveryServiceIsReadable() {
    int actions = 0;
    for (String prefix : CATALOG.prefixes()) {
      ServiceActions service = CATALOG.service(prefix);
      for (ActionDetails action : service.actions()) {
        actions++;
        assertThat(service.conditionKeys().keySet()).containsAll(action.conditionKeys());
        for (ResourceUse use : action.resources()) {
          assertThat(service.resourceTypes()).containsKey(use.type());
          assertThat(service.conditionKeys().keySet()).containsAll(use.conditionKeys());
        }
      }
    }
    assertThat(actions).isGreaterThan(9_000);
  }

  @Test
  void levels() {
    assertThat(CATALOG.service("s3").action("PutBucketPolicy").level())
        .isEqualTo(AccessLevel.PERMISSIONS_MANAGEMENT);
    assertThat(CATALOG.service("sqs").action("TagQueue").level()).isEqualTo(AccessLevel.TAGGING);
    assertThat(CATALOG.service("ec2").action("DescribeInstances").level())
        .isEqualTo(AccessLevel.LIST);
    assertThat(AccessLevel.PERMISSIONS_MANAGEMENT.title()).isEqualTo("Permissions management");
  }
}
