package io.nephele.services.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Scan;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kms.KmsClient;

/** Log groups and streams: making, listing, keeping, encrypting and deleting them. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class GroupsTest {
  @Inject CloudWatchLogsClient logs;
  @Inject KmsClient kms;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  private void put(String group, String stream, long timestamp, String message) {
    logs.putLogEvents(
        r ->
            r.logGroupName(group)
                .logStreamName(stream)
                .logEvents(InputLogEvent.builder().timestamp(timestamp).message(message).build()));
  }

  private List<String> messages(String group, String stream) {
    return logs
        .getLogEvents(r -> r.logGroupName(group).logStreamName(stream).startFromHead(true))
        .events()
        .stream()
        .map(OutputLogEvent::message)
        .toList();
  }

  private LogGroup describe(String group) {
    return logs.describeLogGroups(r -> r.logGroupNamePrefix(group)).logGroups().getFirst();
  }

  @Test
  @Fact({"logs-017", "logs-016"})
  void groupsAreMadeFoundAndDeleted() {
    for (String name : List.of("/aws/lambda/b", "/aws/lambda/a", "Other")) {
      logs.createLogGroup(r -> r.logGroupName(name).tags(Map.of("k", "v")));
    }
    assertThatThrownBy(() -> logs.createLogGroup(r -> r.logGroupName("Other")))
        .isInstanceOf(ResourceAlreadyExistsException.class)
        .hasMessageContaining("The specified log group already exists");
    DescribeLogGroupsResponse first = logs.describeLogGroups(r -> r.limit(2));
    assertThat(first.logGroups())
        .extracting(LogGroup::logGroupName)
        .containsExactly("/aws/lambda/a", "/aws/lambda/b");
    assertThat(logs.describeLogGroups(r -> r.nextToken(first.nextToken())).logGroups())
        .extracting(LogGroup::logGroupName)
        .containsExactly("Other");
    assertThat(logs.describeLogGroups(r -> r.logGroupNamePrefix("/aws")).logGroups()).hasSize(2);
    LogGroup other =
        logs.describeLogGroups(r -> r.logGroupNamePattern("otH")).logGroups().getFirst();
    assertThat(other.arn()).isEqualTo("arn:aws:logs:us-east-1:000000000000:log-group:Other:*");
    assertThat(logs.listTagsForResource(r -> r.resourceArn(other.logGroupArn())).tags())
        .isEqualTo(Map.of("k", "v"));
    logs.createLogStream(r -> r.logGroupName("Other").logStreamName("s"));
    put("Other", "s", clock.millis(), "old");
    logs.deleteLogGroup(r -> r.logGroupName("Other"));
    assertThatThrownBy(() -> put("Other", "s", clock.millis(), "x"))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("The specified log group does not exist.");
    logs.createLogGroup(r -> r.logGroupName("Other"));
    assertThatThrownBy(() -> put("Other", "s", clock.millis(), "x"))
        .hasMessageContaining("The specified log stream does not exist.");
    logs.createLogStream(r -> r.logGroupName("Other").logStreamName("s"));
    assertThat(messages("Other", "s")).isEmpty();
  }

  @Test
  void protectedGroupsStay() {
    logs.createLogGroup(r -> r.logGroupName("g").deletionProtectionEnabled(true));
    assertThatThrownBy(() -> logs.deleteLogGroup(r -> r.logGroupName("g")))
        .isInstanceOf(CloudWatchLogsException.class);
    logs.putLogGroupDeletionProtection(
        r -> r.logGroupIdentifier("g").deletionProtectionEnabled(false));
    logs.deleteLogGroup(r -> r.logGroupName("g"));
    assertThat(logs.describeLogGroups().logGroups()).isEmpty();
  }

  @Test
  void streamsAreListedInBothOrders() {
    logs.createLogGroup(r -> r.logGroupName("g"));
    for (String name : List.of("a", "b", "c")) {
      logs.createLogStream(r -> r.logGroupName("g").logStreamName(name));
    }
    put("g", "b", clock.millis() - 10, "1");
    put("g", "a", clock.millis() - 5, "1");
    DescribeLogStreamsResponse page =
        logs.describeLogStreams(
            r -> r.logGroupName("g").orderBy(OrderBy.LAST_EVENT_TIME).descending(true).limit(2));
    assertThat(page.logStreams()).extracting(LogStream::logStreamName).containsExactly("a", "b");
    assertThat(page.logStreams().getLast().lastEventTimestamp()).isEqualTo(clock.millis() - 10);
    assertThat(
            logs.describeLogStreams(
                    r ->
                        r.logGroupName("g")
                            .orderBy(OrderBy.LAST_EVENT_TIME)
                            .descending(true)
                            .nextToken(page.nextToken()))
                .logStreams())
        .extracting(LogStream::logStreamName)
        .containsExactly("c");
    assertThat(logs.describeLogStreams(r -> r.logGroupName("g").descending(true)).logStreams())
        .extracting(LogStream::logStreamName)
        .containsExactly("c", "b", "a");
    assertThatThrownBy(
            () ->
                logs.describeLogStreams(
                    r ->
                        r.logGroupName("g")
                            .orderBy(OrderBy.LAST_EVENT_TIME)
                            .logStreamNamePrefix("a")))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  @Fact({"logs-005", "logs-006", "logs-021", "logs-022"})
  void eventsAreKeptAsLongAsRetentionSays() {
    logs.createLogGroup(r -> r.logGroupName("g"));
    logs.createLogStream(r -> r.logGroupName("g").logStreamName("s"));
    assertThat(describe("g").retentionInDays()).isNull();
    put("g", "s", clock.millis(), "old");
    clock.advance(Duration.ofDays(400));
    assertThat(messages("g", "s")).containsExactly("old");
    assertThatThrownBy(() -> logs.putRetentionPolicy(r -> r.logGroupName("g").retentionInDays(8)))
        .isInstanceOf(InvalidParameterException.class);
    logs.putRetentionPolicy(r -> r.logGroupName("g").retentionInDays(7));
    assertThat(describe("g").retentionInDays()).isEqualTo(7);
    assertThat(messages("g", "s")).isEmpty();
    assertThat(describe("g").storedBytes()).isZero();
    put("g", "s", clock.millis(), "new");
    assertThat(describe("g").storedBytes()).isEqualTo(29);
    clock.advance(Duration.ofDays(6));
    assertThat(messages("g", "s")).containsExactly("new");
    assertThat(storeHolds("new")).isTrue();
    assertThat(storeHolds("old")).isFalse();
    clock.advance(Duration.ofDays(3));
    assertThat(messages("g", "s")).isEmpty();
    assertThat(storeHolds("new")).isFalse();
  }

  private boolean storeHolds(String text) {
    return nephele
        .world()
        .store()
        .read(
            reader -> {
              for (Scan scan = reader.scan(KeyRange.ALL); scan.hasNext(); ) {
                io.nephele.core.store.Entry entry = scan.next();
                if (entry.key().reader().nextText().equals("logs.events")
                    && new String(entry.value(), StandardCharsets.ISO_8859_1).contains(text)) {
                  return true;
                }
              }
              return false;
            });
  }

  @Test
  @Fact({"logs-001", "logs-002", "logs-003"})
  void eventsAreEncryptedUnderKeysThatLogsMayUse() {
    logs.createLogGroup(r -> r.logGroupName("g"));
    logs.createLogStream(r -> r.logGroupName("g").logStreamName("s"));
    put("g", "s", clock.millis(), "plain text");
    String key = kms.createKey().keyMetadata().arn();
    assertThatThrownBy(() -> logs.associateKmsKey(r -> r.logGroupName("g").kmsKeyId(key)))
        .hasMessageContaining("does not exist or is not allowed to be used with Arn");
    kms.putKeyPolicy(
        r ->
            r.keyId(key)
                .policyName("default")
                .policy(
                    """
                    {"Version":"2012-10-17","Statement":[
                     {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:root"},
                      "Action":"kms:*","Resource":"*"},
                     {"Effect":"Allow","Principal":{"Service":"logs.us-east-1.amazonaws.com"},
                      "Action":["kms:Encrypt*","kms:Decrypt*","kms:GenerateDataKey*"],
                      "Resource":"*"}]}\
                    """));
    logs.associateKmsKey(r -> r.logGroupName("g").kmsKeyId(key));
    assertThat(describe("g").kmsKeyId()).isEqualTo(key);
    put("g", "s", clock.millis(), "hidden text");
    assertThat(storeHolds("plain text")).isTrue();
    assertThat(storeHolds("hidden text")).isFalse();
    assertThat(messages("g", "s")).containsExactly("plain text", "hidden text");
    kms.disableKey(r -> r.keyId(key));
    clock.advance(Duration.ofMinutes(5));
    assertThatThrownBy(() -> messages("g", "s")).isInstanceOf(CloudWatchLogsException.class);
    kms.enableKey(r -> r.keyId(key));
    assertThat(messages("g", "s")).hasSize(2);
    logs.disassociateKmsKey(r -> r.logGroupName("g"));
    put("g", "s", clock.millis(), "open again");
    assertThat(storeHolds("open again")).isTrue();
    assertThat(messages("g", "s")).hasSize(3);
  }
}
