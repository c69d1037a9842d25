package io.nephele.services.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.SSEDescription;
import software.amazon.awssdk.services.dynamodb.model.SSEStatus;
import software.amazon.awssdk.services.dynamodb.model.SSEType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.kms.KmsClient;

@NepheleTest
final class EncryptionTest {
  @Inject DynamoDbClient dynamo;
  @Inject KmsClient kms;

  private SSEDescription create(String name, String key) {
    TestTables.create(
        dynamo,
        name,
        r ->
            r.attributeDefinitions(TablesTest.attribute("pk", ScalarAttributeType.S))
                .keySchema(TablesTest.hash("pk"))
                .sseSpecification(s -> s.enabled(true).kmsMasterKeyId(key)));
    return described(name);
  }

  private SSEDescription described(String name) {
    return dynamo.describeTable(r -> r.tableName(name)).table().sseDescription();
  }

  @Test
  @Fact({"dynamodb-059", "dynamodb-085", "dynamodb-092"})
  void tablesAreEncryptedWithTheKeyThatIsNamed() {
    SSEDescription managed = create("managed", null);
    assertThat(managed.status()).isEqualTo(SSEStatus.ENABLED);
    assertThat(managed.sseType()).isEqualTo(SSEType.KMS);
    assertThat(managed.kmsMasterKeyArn())
        .isEqualTo(kms.describeKey(r -> r.keyId("alias/aws/dynamodb")).keyMetadata().arn());
    String own = kms.createKey().keyMetadata().arn();
    assertThat(create("own", own).kmsMasterKeyArn()).isEqualTo(own);
    dynamo.updateTable(r -> r.tableName("own").sseSpecification(s -> s.enabled(false)));
    assertThat(described("own")).isNull();
    String disabled = kms.createKey().keyMetadata().keyId();
    kms.disableKey(r -> r.keyId(disabled));
    assertThatThrownBy(() -> create("wrong", disabled))
        .hasMessageContaining("KMS validation error");
    assertThatThrownBy(() -> create("wrong", "alias/none"))
        .hasMessageContaining("KMS validation error");
  }
}
