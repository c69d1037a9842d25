package io.nephele.conformance.worlds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.World;
import io.nephele.core.blobs.BlobReferences;
import io.nephele.core.blobs.NewBlob;
import io.nephele.core.store.Key;
import io.nephele.core.store.Transaction;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.User;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Whole worlds with queues and users: kept, compared, exported and imported. */
class WorldFilesTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

  private final WorldCalls calls = WorldCalls.startAt(START);
  private final SqsClient sqs = calls.client(SqsClient.class, "default");
  private final IamClient iam = calls.client(IamClient.class, "default");

  private String orders;
  private AccessKey key;

  @AfterEach
  void close() {
    calls.close();
  }

  /** A queue with one message to be had, one in flight and one delayed, and a user who may send. */
  private void fill() {
    orders =
        sqs.createQueue(
                r ->
                    r.queueName("orders")
                        .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "60")))
            .queueUrl();
    sqs.sendMessage(r -> r.queueUrl(orders).messageBody("in flight"));
    assertThat(receive(sqs)).containsExactly("in flight");
    sqs.sendMessage(r -> r.queueUrl(orders).messageBody("to be had"));
    sqs.sendMessage(r -> r.queueUrl(orders).messageBody("delayed").delaySeconds(600));
    iam.createUser(r -> r.userName("sender"));
    iam.putUserPolicy(
        r ->
            r.userName("sender")
                .policyName("send")
                .policyDocument(
                    """
                    {"Version": "2012-10-17", "Statement":
                      {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}}
                    """));
    key = iam.createAccessKey(r -> r.userName("sender")).accessKey();
  }

  private List<String> receive(SqsClient from) {
    return from.receiveMessage(r -> r.queueUrl(orders).maxNumberOfMessages(10)).messages().stream()
        .map(Message::body)
        .toList();
  }

  @Test
  void aWorldGoesToAFileAndComesBack() throws Exception {
    fill();
    byte[] file = calls.export("default");
    assertThat(calls.export("default")).isEqualTo(file);
    calls.post("/import?name=copy", file, 204);
    assertThat(calls.diff("before=default&after=copy").get("same")).isEqualTo(true);

    SqsClient copy = calls.client(SqsClient.class, "copy");
    assertThat(receive(copy)).containsExactly("to be had");
    calls.clock("copy").advance(Duration.ofSeconds(60));
    assertThat(receive(copy)).containsExactlyInAnyOrder("in flight", "to be had");
    calls.clock("copy").advance(Duration.ofSeconds(540));
    assertThat(receive(copy)).contains("delayed");
    assertThat(receive(sqs)).containsExactly("to be had");

    SqsClient sender =
        calls.client(SqsClient.class, "copy", key.accessKeyId(), key.secretAccessKey());
    sender.sendMessage(r -> r.queueUrl(orders).messageBody("by the user of the file"));
    assertThatThrownBy(() -> sender.receiveMessage(r -> r.queueUrl(orders)))
        .isInstanceOf(SqsException.class)
        .hasMessageContaining("not authorized to perform: sqs:receivemessage");
  }

  @Test
  void aFileGoesToAnotherNepheleWhoseTimeIsLater() throws Exception {
    fill();
    byte[] file = calls.export("default");
    try (WorldCalls later = WorldCalls.startAt(START.plus(Duration.ofHours(1)))) {
      later.client(SqsClient.class, "default").createQueue(r -> r.queueName("goes"));
      later.post("/import?name=default&replace=true", file, 204);
      SqsClient there = later.client(SqsClient.class, "default");
      assertThat(there.listQueues().queueUrls()).singleElement().asString().endsWith("/orders");
      assertThat(receive(there)).containsExactlyInAnyOrder("in flight", "to be had", "delayed");
      assertThat(later.client(IamClient.class, "default").listUsers().users())
          .extracting(User::userName)
          .containsExactly("sender");
    }
  }

  @Test
  void theBytesOfLargeValuesGoAlong() throws Exception {
    byte[] bytes = new byte[100_000];
    Arrays.fill(bytes, (byte) 7);
    World world = calls.nephele().world();
    String id;
    try (NewBlob written = world.blobs().write(new ByteArrayInputStream(bytes))) {
      id = written.blob().id();
      world.store().write(transaction -> refer(transaction, written));
    }
    byte[] file = calls.export("default");
    try (WorldCalls other = WorldCalls.startAt(START)) {
      other.post("/import?name=copy", file, 204);
      assertThat(other.nephele().world().blobs().openFile(id))
          .hasSameContentAs(new ByteArrayInputStream(bytes));
      assertThat(other.export("copy")).hasSizeGreaterThan(100);
    }
  }

  private static Void refer(Transaction transaction, NewBlob written) {
    Key owner = Key.of("000000000000").with("eu-west-1");
    new BlobReferences("s3").retain(transaction, owner, written.blob());
    return null;
  }

  @Test
  void whatCannotBeImportedLeavesNothing() throws Exception {
    fill();
    byte[] file = calls.export("default");
    byte[] broken = file.clone();
    broken[broken.length / 2] ^= 4;
    assertThat(calls.post("/import?name=copy", broken, 400)).startsWith("The file is damaged: ");
    assertThat(calls.post("/import?name=copy", Arrays.copyOf(file, file.length / 2), 400))
        .isEqualTo("The file is damaged: it ends too early\n");
    assertThat(calls.post("/import?name=copy", "{}".getBytes(StandardCharsets.UTF_8), 400))
        .isEqualTo("The file is no world that Nephele has exported\n");
    byte[] newer =
        new String(file, StandardCharsets.ISO_8859_1)
            .replaceFirst("\"format\":1", "\"format\":9")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(calls.post("/import?name=copy", newer, 400))
        .isEqualTo(
            "The file is of format 9 and was written by Nephele test;"
                + " this version reads formats up to 1\n");
    assertThat(calls.post("/import?name=default", file, 400)).contains("already");
    assertThat(calls.post("/import?name=default&replace=true", broken, 400)).contains("damaged");
    assertThat(calls.get("/export?name=nowhere", 400)).contains("no world nowhere");
    assertThat(calls.get("", 200)).contains("default").doesNotContain("copy").doesNotContain("~");
    assertThat(receive(sqs)).containsExactly("to be had");
  }

  @Test
  void differencesNameResourcesItemsAndFields() throws Exception {
    fill();
    calls.post("/fork?name=trial");
    SqsClient trial = calls.client(SqsClient.class, "trial");
    trial.setQueueAttributes(
        r -> r.queueUrl(orders).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "90")));
    trial.sendMessage(r -> r.queueUrl(orders).messageBody("only there"));
    calls.client(IamClient.class, "trial").createUser(r -> r.userName("other"));

    Map<?, ?> diff = calls.diff("after=trial");
    assertThat(diff.get("same")).isEqualTo(false);
    assertThat((List<?>) diff.get("differences"))
        .anySatisfy(
            row ->
                assertThat((Map<?, ?>) row)
                    .containsEntry(as("change"), as("changed"))
                    .containsEntry(as("service"), as("sqs"))
                    .containsEntry(as("table"), as("queues"))
                    .containsEntry(as("account"), as("000000000000"))
                    .containsEntry(as("region"), as("eu-west-1"))
                    .containsEntry(as("key"), as(List.of("orders")))
                    .extractingByKey(as("fields"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                    .contains(
                        Map.of(
                            "path", "attributes.VisibilityTimeout", "before", "60", "after", "90")))
        .anySatisfy(
            row ->
                assertThat((Map<?, ?>) row)
                    .containsEntry(as("change"), as("added"))
                    .containsEntry(as("resource"), as("arn:aws:sqs:eu-west-1:000000000000:orders"))
                    .extractingByKey(as("value"))
                    .isInstanceOfSatisfying(
                        Map.class,
                        message -> assertThat(message.get("body")).isEqualTo("only there")))
        .anySatisfy(
            row ->
                assertThat((Map<?, ?>) row)
                    .containsEntry(as("change"), as("added"))
                    .containsEntry(as("service"), as("iam"))
                    .containsEntry(as("table"), as("users")));
    assertThat(calls.get("/diff?after=trial&format=text&service=sqs", 200))
        .startsWith("--- default\n+++ trial\n")
        .contains("\n      attributes.VisibilityTimeout: \"60\" -> \"90\"\n")
        .doesNotContain("iam.");
    // The other way round, what was added was removed.
    assertThat(calls.get("/diff?before=trial&after=default&format=text&service=iam", 200))
        .containsPattern("\n  - 000000000000 .*other\n");
    assertThat(calls.get("/diff?after=nowhere", 400)).contains("no world nowhere");
  }

  /** For maps whose types are not known. */
  @SuppressWarnings("unchecked")
  private static <T> T as(Object value) {
    return (T) value;
  }

  @Test
  void aSnapshotIsExportedComparedAndRestored() throws Exception {
    fill();
    calls.post("/snapshot?name=before");
    assertThat(receive(sqs)).containsExactly("to be had");
    sqs.deleteQueue(r -> r.queueUrl(orders));
    iam.deleteAccessKey(r -> r.userName("sender").accessKeyId(key.accessKeyId()));
    assertThat(calls.get("/diff?before=before&after=default&format=text", 200))
        .contains("  - 000000000000 eu-west-1 name=orders\n")
        .contains("sqs.messages: 0 added, 3 removed, 0 changed\n");
    calls.post("/import?name=copy", calls.export("before"), 204);
    calls.post("/restore?from=before");
    assertThat(calls.diff("before=copy&after=default").get("same")).isEqualTo(true);
    assertThat(receive(sqs)).containsExactly("to be had");
    SqsClient sender =
        calls.client(SqsClient.class, "default", key.accessKeyId(), key.secretAccessKey());
    sender.sendMessage(r -> r.queueUrl(orders).messageBody("again"));
  }
}
