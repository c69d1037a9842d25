package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertError;
import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;
import static io.nephele.services.dynamodb.TestTables.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.InvalidRestoreTimeException;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.TableAlreadyExistsException;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
class BackupsTest {
  @Inject DynamoDbClient dynamo;
  @Inject VirtualClock clock;

  private Map<String, String> contents(String table) {
    Map<String, String> contents = new HashMap<>();
    dynamo
        .scanPaginator(r -> r.tableName(table))
        .items()
        .forEach(i -> contents.put(i.get("pk").s(), i.get("v").n()));
    return contents;
  }

  private void put(String pk, int v) {
    Map<String, AttributeValue> item = item("pk", pk, "v", v);
    dynamo.putItem(r -> r.tableName("source").item(item));
  }

  @Test
  @Fact({"dynamodb-064", "dynamodb-173"})
  void aBackupOutlivesItsTable() {
    TestTables.simple(dynamo, "source");
    for (int i = 0; i < 10; i++) {
      put("k" + i, i);
    }
    Map<String, String> before = contents("source");
    BackupDetails backup =
        dynamo.createBackup(r -> r.tableName("source").backupName("before")).backupDetails();
    put("k1", 100);
    dynamo.deleteTable(r -> r.tableName("source"));
    assertThat(dynamo.listBackups(r -> r.tableName("source")).backupSummaries())
        .extracting(b -> b.backupArn())
        .containsExactly(backup.backupArn());
    dynamo.restoreTableFromBackup(r -> r.backupArn(backup.backupArn()).targetTableName("restored"));
    assertThat(contents("restored")).isEqualTo(before);
    assertThat(dynamo.describeTable(r -> r.tableName("restored")).table().itemCount())
        .isEqualTo(10);
    assertThatThrownBy(
            () ->
                dynamo.restoreTableFromBackup(
                    r -> r.backupArn(backup.backupArn()).targetTableName("restored")))
        .isInstanceOf(TableAlreadyExistsException.class);
    dynamo.deleteBackup(r -> r.backupArn(backup.backupArn()));
    assertError(
        () -> dynamo.describeBackup(r -> r.backupArn(backup.backupArn())),
        "BackupNotFoundException",
        "Backup not found: " + backup.backupArn());
  }

  @Test
  @Fact({"dynamodb-056", "dynamodb-057"})
  void aTableIsRestoredToAnySecond() {
    TestTables.simple(dynamo, "source");
    put("early", 1);
    assertThat(
            dynamo
                .describeContinuousBackups(r -> r.tableName("source"))
                .continuousBackupsDescription()
                .pointInTimeRecoveryDescription()
                .pointInTimeRecoveryStatus())
        .isEqualTo(PointInTimeRecoveryStatus.DISABLED);
    assertError(
        () ->
            dynamo.restoreTableToPointInTime(
                r ->
                    r.sourceTableName("source")
                        .targetTableName("other")
                        .useLatestRestorableTime(true)),
        "PointInTimeRecoveryUnavailableException",
        "Point in time recovery is not enabled for table 'source'");
    assertThat(
            dynamo
                .updateContinuousBackups(
                    r ->
                        r.tableName("source")
                            .pointInTimeRecoverySpecification(
                                p -> p.pointInTimeRecoveryEnabled(true)))
                .continuousBackupsDescription()
                .pointInTimeRecoveryDescription()
                .recoveryPeriodInDays())
        .isEqualTo(35);
    assertInvalid(
        () ->
            dynamo.updateContinuousBackups(
                r ->
                    r.tableName("source")
                        .pointInTimeRecoverySpecification(
                            p -> p.pointInTimeRecoveryEnabled(true).recoveryPeriodInDays(36))),
        "1 validation error detected: Value '36' at"
            + " 'pointInTimeRecoverySpecification.recoveryPeriodInDays' failed to satisfy"
            + " constraint: Member must have value less than or equal to 35");
    SplittableRandom random = new SplittableRandom(7);
    Map<Instant, Map<String, String>> moments = new HashMap<>();
    for (int i = 0; i < 12; i++) {
      for (int change = 0; change < 5; change++) {
        String pk = "k" + random.nextInt(6);
        if (random.nextInt(3) == 0) {
          dynamo.deleteItem(r -> r.tableName("source").key(item("pk", pk)));
        } else {
          put(pk, random.nextInt(100));
        }
      }
      moments.put(clock.now(), contents("source"));
      clock.advance(Duration.ofSeconds(1 + random.nextInt(3)));
    }
    int number = 0;
    for (Map.Entry<Instant, Map<String, String>> moment : moments.entrySet()) {
      String target = "at-" + number++;
      dynamo.restoreTableToPointInTime(
          r ->
              r.sourceTableName("source").targetTableName(target).restoreDateTime(moment.getKey()));
      assertThat(contents(target)).isEqualTo(moment.getValue());
    }
    assertThatThrownBy(
            () ->
                dynamo.restoreTableToPointInTime(
                    r ->
                        r.sourceTableName("source")
                            .targetTableName("never")
                            .restoreDateTime(clock.now().minusSeconds(9000))))
        .isInstanceOf(InvalidRestoreTimeException.class);
  }
}
