package io.nephele.services.kms;

import static io.nephele.services.kms.Callers.OTHER;
import static io.nephele.services.kms.Callers.OWNER;
import static io.nephele.services.kms.Callers.accountMay;
import static io.nephele.services.kms.Callers.aws;
import static io.nephele.services.kms.Callers.may;
import static io.nephele.services.kms.Callers.policy;
import static io.nephele.services.kms.Callers.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.core.store.Entry;
import io.nephele.core.store.KeyRange;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Queues of SQS whose messages are encrypted under KMS keys. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
class EncryptedQueuesTest {
  private static final String BODY = "the planted body of a message";

  @Inject Nephele nephele;
  @Inject KmsClient kms;
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  private Callers callers;
  private String key;

  @BeforeEach
  void makeKey() {
    callers = new Callers(nephele);
    key = kms.createKey().keyMetadata().arn();
  }

  private String queue(String name, String... attributes) {
    Map<QueueAttributeName, String> all = new HashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      all.put(QueueAttributeName.fromValue(attributes[i]), attributes[i + 1]);
    }
    return sqs.createQueue(r -> r.queueName(name).attributes(all)).queueUrl();
  }

  private static String arn(String queue) {
    return "arn:aws:sqs:us-east-1:" + OWNER + ":" + queue;
  }

  private static List<Message> receive(SqsClient by, String url) {
    return by.receiveMessage(
            r ->
                r.queueUrl(url)
                    .maxNumberOfMessages(10)
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  private SqsClient user(String name, String... statements) {
    return Clients.create(
        SqsClient.class, nephele, "us-east-1", callers.credentials(OWNER, name, statements));
  }

  private static void assertError(ThrowingCallable call, String code) {
    SqsException e = catchThrowableOfType(SqsException.class, call);
    assertThat(e).as("an error").isNotNull();
    assertThat(e.awsErrorDetails().errorCode()).as(e.getMessage()).isEqualTo(code);
    assertThat(e.statusCode()).isEqualTo(400);
  }

  /** Everything that is stored. */
  private String stored() {
    return nephele
        .world()
        .store()
        .read(
            reader -> {
              StringBuilder all = new StringBuilder();
              for (Entry entry : reader.scan(KeyRange.ALL)) {
                all.append(new String(entry.value(), StandardCharsets.ISO_8859_1));
              }
              return all.toString();
            });
  }

  @Test
  @Fact("kms-026")
  void bodiesAreStoredEncryptedAndReceivedAsTheyWereSent() {
    kms.createAlias(r -> r.aliasName("alias/queues").targetKeyId(key));
    for (String name : new String[] {key, key.substring(key.indexOf('/') + 1), "alias/queues"}) {
      String url = queue("q" + name.length(), "KmsMasterKeyId", name);
      String md5 = sqs.sendMessage(r -> r.queueUrl(url).messageBody(BODY)).md5OfMessageBody();
      sqs.sendMessageBatch(
          r ->
              r.queueUrl(url)
                  .entries(
                      SendMessageBatchRequestEntry.builder().id("a").messageBody(BODY).build()));
      assertThat(stored()).doesNotContain(BODY);
      List<Message> received = receive(sqs, url);
      assertThat(received).extracting(Message::body).containsExactly(BODY, BODY);
      assertThat(received).extracting(Message::md5OfBody).containsOnly(md5);
    }
    String open = queue("open");
    sqs.sendMessage(r -> r.queueUrl(open).messageBody(BODY));
    assertThat(stored()).contains(BODY);
  }

  @Test
  void theKeyThatAwsManagesComesToBe() {
    String url = queue("managed.fifo", "KmsMasterKeyId", "alias/aws/sqs", "FifoQueue", "true");
    sqs.sendMessage(
        r -> r.queueUrl(url).messageBody(BODY).messageGroupId("g").messageDeduplicationId("d"));
    assertThat(stored()).doesNotContain(BODY);
    assertThat(receive(sqs, url)).extracting(Message::body).containsExactly(BODY);
    assertThat(kms.listAliases().aliases())
        .extracting(alias -> alias.aliasName())
        .contains("alias/aws/sqs");
  }

  @Test
  void aDataKeyIsUsedForThePeriodAndNoLonger() {
    String url = queue("q", "KmsMasterKeyId", key, "KmsDataKeyReusePeriodSeconds", "60");
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("first"));
    assertThat(receive(sqs, url)).hasSize(1);
    kms.disableKey(r -> r.keyId(key));
    clock.advance(Duration.ofSeconds(59));
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("second"));
    assertThat(receive(sqs, url)).hasSize(2);
    clock.advance(Duration.ofSeconds(60));
    assertError(
        () -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("m")), "KMS.DisabledException");
    assertError(() -> receive(sqs, url), "KMS.DisabledException");
    kms.enableKey(r -> r.keyId(key));
    List<Message> again = receive(sqs, url);
    assertThat(again).extracting(Message::body).containsExactlyInAnyOrder("first", "second");
    assertThat(again)
        .as("receives that KMS refused were none")
        .extracting(m -> m.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
        .containsExactlyInAnyOrder("2", "3");
  }

  @Test
  void sendersAndReceiversNeedPermissions() {
    String url = queue("q", "KmsMasterKeyId", key);
    String all = may("sqs:*", "*");
    SqsClient nobody = user("nobody", all);
    SqsClient onlyGenerates = user("generates", all, may("kms:GenerateDataKey", key));
    SqsClient sender =
        user("sender", all, may("kms:GenerateDataKey", key), may("kms:Decrypt", key));
    SqsClient receiver = user("receiver", all, may("kms:Decrypt", key));
    for (SqsClient each : List.of(nobody, onlyGenerates, receiver)) {
      assertError(
          () -> each.sendMessage(r -> r.queueUrl(url).messageBody("m")),
          "KMS.AccessDeniedException");
    }
    sender.sendMessage(r -> r.queueUrl(url).messageBody(BODY));
    assertError(() -> receive(nobody, url), "KMS.AccessDeniedException");
    assertError(() -> receive(onlyGenerates, url), "KMS.AccessDeniedException");
    assertThat(receive(receiver, url)).extracting(Message::body).containsExactly(BODY);
  }

  @Test
  void theKeysPolicySeesSqsTheQueueAndTheCaller() {
    String condition =
        """
        {"StringEquals":{"kms:ViaService":"sqs.us-east-1.amazonaws.com",
        "kms:EncryptionContext:aws:sqs:arn":"%s"}}\
        """
            .formatted(arn("right"));
    String narrow =
        kms.createKey(
                r ->
                    r.bypassPolicyLockoutSafetyCheck(true)
                        .policy(
                            policy(
                                statement(
                                    "Allow",
                                    aws("arn:aws:iam::" + OWNER + ":root"),
                                    "\"kms:PutKeyPolicy\""),
                                statement(
                                    "Allow",
                                    aws("arn:aws:iam::" + OWNER + ":root"),
                                    "\"kms:GenerateDataKey\",\"kms:Decrypt\"",
                                    condition))))
            .keyMetadata()
            .arn();
    String right = queue("right", "KmsMasterKeyId", narrow);
    String wrong = queue("wrong", "KmsMasterKeyId", narrow);
    sqs.sendMessage(r -> r.queueUrl(right).messageBody(BODY));
    assertThat(receive(sqs, right)).hasSize(1);
    assertError(
        () -> sqs.sendMessage(r -> r.queueUrl(wrong).messageBody(BODY)),
        "KMS.AccessDeniedException");
  }

  @Test
  void kmssErrorsAreHandedOn() {
    String missing = queue("missing", "KmsMasterKeyId", key.substring(0, key.length() - 1) + "0");
    assertError(
        () -> sqs.sendMessage(r -> r.queueUrl(missing).messageBody("m")), "KMS.NotFoundException");
    String signing =
        kms.createKey(r -> r.keySpec("ECC_NIST_P256").keyUsage("SIGN_VERIFY")).keyMetadata().arn();
    String unfit = queue("unfit", "KmsMasterKeyId", signing);
    assertError(
        () -> sqs.sendMessage(r -> r.queueUrl(unfit).messageBody("m")),
        "KMS.InvalidKeyUsageException");
    String url = queue("q", "KmsMasterKeyId", key);
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("m"));
    kms.scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(7));
    clock.advance(Duration.ofMinutes(6));
    assertError(
        () -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("m")), "KMS.InvalidStateException");
    assertError(() -> receive(sqs, url), "KMS.InvalidStateException");
  }

  @Test
  void movedMessagesStayAsTheyAre() {
    String dead = queue("dead");
    String url =
        queue(
            "q",
            "KmsMasterKeyId",
            key,
            "VisibilityTimeout",
            "0",
            "RedrivePolicy",
            "{\"maxReceiveCount\":1,\"deadLetterTargetArn\":\"" + arn("dead") + "\"}");
    sqs.sendMessage(r -> r.queueUrl(url).messageBody(BODY));
    assertThat(receive(sqs, url)).hasSize(1);
    assertThat(receive(sqs, url)).isEmpty();
    assertThat(stored()).doesNotContain(BODY);

    SqsClient nobody = user("nobody", may("sqs:*", "*"));
    assertError(() -> receive(nobody, dead), "KMS.AccessDeniedException");
    // Refused after it was taken, so it is there at once.
    assertThat(receive(sqs, dead)).extracting(Message::body).containsExactly(BODY);

    clock.advance(Duration.ofSeconds(31));
    String target = queue("target", "KmsMasterKeyId", key);
    assertError(
        () ->
            nobody.startMessageMoveTask(
                r -> r.sourceArn(arn("dead")).destinationArn(arn("target"))),
        "KMS.AccessDeniedException");
    sqs.startMessageMoveTask(r -> r.sourceArn(arn("dead")).destinationArn(arn("target")));
    clock.advance(Duration.ofSeconds(1));
    assertThat(receive(sqs, target)).extracting(Message::body).containsExactly(BODY);
    assertThat(stored()).doesNotContain(BODY);
  }

  @Test
  void otherAccountsUseTheKeyIfItsPolicySaysSo() {
    String shared =
        kms.createKey(
                r ->
                    r.policy(
                        policy(
                            accountMay(OWNER),
                            statement(
                                "Allow",
                                aws("arn:aws:iam::" + OTHER + ":root"),
                                "\"kms:GenerateDataKey\",\"kms:Decrypt\""))))
            .keyMetadata()
            .keyId();
    String access =
        policy(
            "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}");
    String url = queue("shared", "KmsMasterKeyId", shared, "Policy", access);
    String own = queue("own", "KmsMasterKeyId", key, "Policy", access);
    SqsClient other = Clients.create(SqsClient.class, nephele.endpoint(), "us-east-1", OTHER);
    other.sendMessage(r -> r.queueUrl(url).messageBody(BODY));
    assertThat(receive(sqs, url)).extracting(Message::body).containsExactly(BODY);
    assertError(
        () -> other.sendMessage(r -> r.queueUrl(own).messageBody(BODY)),
        "KMS.AccessDeniedException");
  }

  @Test
  void encryptionThatIsTurnedOffLeavesWhatWasSentReadable() {
    String url = queue("q", "KmsMasterKeyId", key);
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("encrypted"));
    sqs.setQueueAttributes(
        r -> r.queueUrl(url).attributes(Map.of(QueueAttributeName.KMS_MASTER_KEY_ID, "")));
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("not encrypted"));
    assertThat(receive(sqs, url))
        .extracting(Message::body)
        .containsExactlyInAnyOrder("encrypted", "not encrypted");
  }
}
