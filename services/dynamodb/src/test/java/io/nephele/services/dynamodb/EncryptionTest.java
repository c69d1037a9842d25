package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.TestTables.item;
import static io.nephele.services.dynamodb.TestTables.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ParameterizedStatement;
import software.amazon.awssdk.services.dynamodb.model.SSEDescription;
import software.amazon.awssdk.services.dynamodb.model.SSEStatus;
import software.amazon.awssdk.services.dynamodb.model.SSEType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.kms.KmsClient;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class EncryptionTest {
  @Inject DynamoDbClient dynamo;
  @Inject KmsClient kms;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

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

  private static void assertDenied(ThrowingCallable call, String kmsCode) {
    DynamoDbException error = catchThrowableOfType(DynamoDbException.class, call);
    assertThat(error).isNotNull();
    assertThat(error.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
    assertThat(error.awsErrorDetails().errorMessage())
        .startsWith("KMS key access denied error: ")
        .contains("Error Code: " + kmsCode);
  }

  @Test
  @Fact("dynamodb-060")
  void aTableWhoseKeyIsDisabledIsLocked() {
    String key = kms.createKey().keyMetadata().keyId();
    create("locked", key);
    dynamo.putItem(r -> r.tableName("locked").item(item("pk", "a")));
    kms.disableKey(r -> r.keyId(key));
    TableDescription locked = dynamo.describeTable(r -> r.tableName("locked")).table();
    assertThat(locked.tableStatus()).isEqualTo(TableStatus.INACCESSIBLE_ENCRYPTION_CREDENTIALS);
    assertThat(locked.sseDescription().inaccessibleEncryptionDateTime()).isEqualTo(clock.now());
    // Who used the key just now may go on for five minutes.
    assertThat(dynamo.getItem(r -> r.tableName("locked").key(item("pk", "a"))).hasItem()).isTrue();
    clock.advance(Duration.ofMinutes(5));
    assertLocked();
    kms.enableKey(r -> r.keyId(key));
    assertThat(dynamo.getItem(r -> r.tableName("locked").key(item("pk", "a"))).hasItem()).isTrue();
    TableDescription open = dynamo.describeTable(r -> r.tableName("locked")).table();
    assertThat(open.tableStatus()).isEqualTo(TableStatus.ACTIVE);
    assertThat(open.sseDescription().inaccessibleEncryptionDateTime()).isNull();
  }

  private void assertLocked() {
    Map<String, AttributeValue> a = item("pk", "a");
    String code = "DisabledException";
    assertDenied(() -> dynamo.getItem(r -> r.tableName("locked").key(a)), code);
    assertDenied(() -> dynamo.putItem(r -> r.tableName("locked").item(a)), code);
    assertDenied(() -> dynamo.deleteItem(r -> r.tableName("locked").key(a)), code);
    assertDenied(() -> dynamo.scan(r -> r.tableName("locked")), code);
    assertDenied(
        () ->
            dynamo.query(
                r ->
                    r.tableName("locked")
                        .keyConditionExpression("pk = :p")
                        .expressionAttributeValues(Map.of(":p", s("a")))),
        code);
    KeysAndAttributes keys = KeysAndAttributes.builder().keys(List.of(a)).build();
    assertDenied(() -> dynamo.batchGetItem(r -> r.requestItems(Map.of("locked", keys))), code);
    WriteRequest put = WriteRequest.builder().putRequest(p -> p.item(a)).build();
    assertDenied(
        () -> dynamo.batchWriteItem(r -> r.requestItems(Map.of("locked", List.of(put)))), code);
    TransactGetItem get = TransactGetItem.builder().get(g -> g.tableName("locked").key(a)).build();
    assertDenied(() -> dynamo.transactGetItems(r -> r.transactItems(get)), code);
    TransactWriteItem write =
        TransactWriteItem.builder().put(p -> p.tableName("locked").item(a)).build();
    assertDenied(() -> dynamo.transactWriteItems(r -> r.transactItems(write)), code);
    for (String statement :
        List.of(
            "SELECT * FROM locked WHERE pk = 'a'",
            "INSERT INTO locked VALUE {'pk': 'b'}",
            "DELETE FROM locked WHERE pk = 'a'")) {
      assertDenied(() -> dynamo.executeStatement(r -> r.statement(statement)), code);
      ParameterizedStatement one = ParameterizedStatement.builder().statement(statement).build();
      assertDenied(() -> dynamo.executeTransaction(r -> r.transactStatements(one)), code);
    }
  }

  @Test
  void whoMayNotUseTheKeyHasNoItems() {
    String key = kms.createKey().keyMetadata().arn();
    create("guarded", key);
    String items = "{\"Effect\":\"Allow\",\"Action\":\"dynamodb:*\",\"Resource\":\"*\"}";
    String decrypt =
        """
        {"Effect":"Allow","Action":"kms:Decrypt","Resource":"%s","Condition":
        {"StringEquals":{"kms:ViaService":"dynamodb.us-east-1.amazonaws.com"}}}
        """
            .formatted(key);
    DynamoDbClient without = AccessTest.user(nephele, "000000000000", items);
    assertDenied(
        () -> without.putItem(r -> r.tableName("guarded").item(item("pk", "a"))),
        "AccessDeniedException");
    assertThat(dynamo.describeTable(r -> r.tableName("guarded")).table().tableStatus())
        .isEqualTo(TableStatus.ACTIVE);
    DynamoDbClient with = AccessTest.user(nephele, "000000000000", items, decrypt);
    with.putItem(r -> r.tableName("guarded").item(item("pk", "a")));
    assertThat(with.getItem(r -> r.tableName("guarded").key(item("pk", "a"))).hasItem()).isTrue();
    // To have a table encrypted takes more than to use it.
    assertDenied(
        () ->
            with.updateTable(
                r ->
                    r.tableName("guarded")
                        .sseSpecification(e -> e.enabled(true).kmsMasterKeyId(key))),
        "AccessDeniedException");
  }

  @Test
  void theGrantOfATableEndsWithIt() {
    String key = kms.createKey().keyMetadata().arn();
    create("granted", key);
    assertThat(kms.listGrants(r -> r.keyId(key)).grants())
        .singleElement()
        .satisfies(
            grant ->
                assertThat(grant.granteePrincipal()).isEqualTo("dynamodb.us-east-1.amazonaws.com"));
    dynamo.updateTable(
        r -> r.tableName("granted").sseSpecification(e -> e.enabled(true).kmsMasterKeyId(key)));
    assertThat(kms.listGrants(r -> r.keyId(key)).grants()).hasSize(1);
    dynamo.putItem(r -> r.tableName("granted").item(item("pk", "a")));
    dynamo.deleteTable(r -> r.tableName("granted"));
    assertThat(kms.listGrants(r -> r.keyId(key)).grants()).isEmpty();
  }
}
