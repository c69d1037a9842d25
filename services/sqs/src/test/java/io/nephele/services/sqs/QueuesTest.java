package io.nephele.services.sqs;

import static io.nephele.services.sqs.TestQueues.create;
import static io.nephele.services.sqs.TestQueues.createFifo;
import static io.nephele.services.sqs.TestQueues.receive;
import static io.nephele.services.sqs.TestQueues.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.PurgeQueueInProgressException;
import software.amazon.awssdk.services.sqs.model.QueueDeletedRecentlyException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.SqsException;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class QueuesTest {
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;
  @Inject URI endpoint;

  @Test
  void aQueuesUrlIsWhereTheCallerFindsIt() {
    String url = create(sqs, "orders");
    assertThat(url).isEqualTo(endpoint.resolve("/000000000000/orders").toString());
    assertThat(sqs.getQueueUrl(request -> request.queueName("orders")).queueUrl()).isEqualTo(url);
  }

  @Test
  void anyHostAndNoHostIsTakenInAUrl() {
    create(sqs, "orders");
    for (String url :
        List.of(
            "https://sqs.us-east-1.amazonaws.com/000000000000/orders",
            "https://us-east-1.queue.amazonaws.com/000000000000/orders",
            "http://nowhere:1/000000000000/orders/",
            "http://nowhere:1/queue/us-east-1/000000000000/orders",
            "/000000000000/orders")) {
      assertThat(send(sqs, url, "hello")).as(url).isNotNull();
    }
  }

  @Test
  void aUrlThatIsNoneIsAnInvalidAddress() {
    for (String url : List.of("orders", "http://host/orders", "http://host/12/orders", "http://")) {
      assertThatThrownBy(() -> send(sqs, url, "hello"))
          .as(url)
          .isInstanceOfSatisfying(
              SqsException.class,
              e -> {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidAddress");
                assertThat(e.statusCode()).isEqualTo(404);
              });
    }
  }

  @Test
  @Fact("sqs-003")
  void aQueueBelongsToTheRegionThatItsUrlNames() {
    String url = "https://sqs.eu-west-1.amazonaws.com/000000000000/orders";
    create(sqs, "orders");
    assertThatThrownBy(() -> send(sqs, url, "hello"))
        .isInstanceOfSatisfying(
            QueueDoesNotExistException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode())
                  .isEqualTo("AWS.SimpleQueueService.NonExistentQueue");
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo("The specified queue does not exist.");
              assertThat(e.statusCode()).isEqualTo(400);
            });
    try (SqsClient ireland =
        Clients.create(SqsClient.class, endpoint, "eu-west-1", "000000000000")) {
      assertThatThrownBy(() -> ireland.getQueueUrl(request -> request.queueName("orders")))
          .isInstanceOf(QueueDoesNotExistException.class);
      create(ireland, "orders");
      send(ireland, url, "from Ireland");
    }
    // A consumer whose own region is another reaches it by its URL.
    assertThat(receive(sqs, url)).hasSize(1);
    assertThat(receive(sqs, create(sqs, "orders"))).isEmpty();
  }

  @Test
  @Fact({"sqs-007", "sqs-041"})
  void nameAndTypeMustFit() {
    assertThat(createFifo(sqs, "orders.fifo")).endsWith("/orders.fifo");
    assertThatThrownBy(() -> createFifo(sqs, "orders"))
        .isInstanceOfSatisfying(
            SqsException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidParameterValue");
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo(
                      "The name of a FIFO queue can only include alphanumeric characters, hyphens,"
                          + " or underscores, must end with .fifo suffix and be 1 to 80 in"
                          + " length.");
            });
    assertError(
        () -> create(sqs, "others.fifo"),
        "InvalidParameterValue",
        "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    assertError(
        () -> create(sqs, "others.fifo", "FifoQueue", "false"),
        "InvalidAttributeName",
        "Unknown Attribute FifoQueue.");
  }

  @Test
  void namesHaveUpToEightyCharacters() {
    create(sqs, "q".repeat(80));
    createFifo(sqs, "q".repeat(75) + ".fifo");
    for (String name : List.of("q".repeat(81), "a b", "a.b", "é")) {
      assertError(
          () -> create(sqs, name),
          "InvalidParameterValue",
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }
    assertThatThrownBy(() -> createFifo(sqs, "q".repeat(76) + ".fifo"))
        .isInstanceOf(SqsException.class);
    assertError(() -> create(sqs, ""), "InvalidParameterValue", "Queue name cannot be empty");
    assertError(
        () -> create(sqs, null),
        "MissingParameter",
        "The request must contain the parameter QueueName.");
  }

  @Test
  void creatingAQueueThatIsThereFindsItUnlessItDiffers() {
    String url = create(sqs, "orders", "VisibilityTimeout", "20");
    assertThat(create(sqs, "orders")).isEqualTo(url);
    assertThat(create(sqs, "orders", "VisibilityTimeout", "20")).isEqualTo(url);
    assertThat(create(sqs, "orders", "DelaySeconds", "0")).isEqualTo(url);
    assertThatThrownBy(() -> create(sqs, "orders", "VisibilityTimeout", "21"))
        .isInstanceOfSatisfying(
            QueueNameExistsException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("QueueAlreadyExists");
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo(
                      "A queue already exists with the same name and a different value for"
                          + " attribute VisibilityTimeout");
            });
  }

  @Test
  void creatingAQueueAgainAddsTags() {
    String url =
        sqs.createQueue(request -> request.queueName("orders").tags(Map.of("team", "a")))
            .queueUrl();
    sqs.createQueue(request -> request.queueName("orders").tags(Map.of("stage", "test")));
    assertThat(sqs.listQueueTags(request -> request.queueUrl(url)).tags())
        .containsExactlyInAnyOrderEntriesOf(Map.of("team", "a", "stage", "test"));
  }

  @Test
  void theNameOfADeletedQueueIsBlockedForAMinute() {
    String url = create(sqs, "orders");
    send(sqs, url, "lost");
    sqs.deleteQueue(request -> request.queueUrl(url));
    assertThatThrownBy(() -> send(sqs, url, "hello"))
        .isInstanceOf(QueueDoesNotExistException.class);
    assertThatThrownBy(() -> sqs.deleteQueue(request -> request.queueUrl(url)))
        .isInstanceOf(QueueDoesNotExistException.class);
    clock.advance(Duration.ofMillis(59_999));
    assertThatThrownBy(() -> create(sqs, "orders"))
        .isInstanceOf(QueueDeletedRecentlyException.class)
        .hasMessageStartingWith(
            "You must wait 60 seconds after deleting a queue before you can create another with"
                + " the same name.");
    clock.advance(Duration.ofMillis(1));
    create(sqs, "orders");
    assertThat(receive(sqs, url)).isEmpty();
  }

  @Test
  void aQueueIsPurgedOnceAMinute() {
    String url = create(sqs, "orders");
    send(sqs, url, "one");
    send(sqs, url, "two");
    receive(sqs, url, 1);
    sqs.purgeQueue(request -> request.queueUrl(url));
    assertThat(TestQueues.counts(sqs, url)).containsExactly("0", "0", "0");
    assertThat(receive(sqs, url)).isEmpty();
    assertThatThrownBy(() -> sqs.purgeQueue(request -> request.queueUrl(url)))
        .isInstanceOfSatisfying(
            PurgeQueueInProgressException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo(
                      "Only one PurgeQueue operation on orders is allowed every 60 seconds.");
            });
    send(sqs, url, "three");
    clock.advance(Duration.ofSeconds(60));
    sqs.purgeQueue(request -> request.queueUrl(url));
    assertThat(receive(sqs, url)).isEmpty();
  }

  @Test
  void queuesAreListedInPagesByPrefix() {
    for (String name : List.of("b-2", "a-1", "b-1", "b-3", "c-1")) {
      create(sqs, name);
    }
    assertThat(names(sqs.listQueues().queueUrls()))
        .containsExactly("a-1", "b-1", "b-2", "b-3", "c-1");
    ListQueuesResponse first =
        sqs.listQueues(request -> request.queueNamePrefix("b-").maxResults(2));
    assertThat(names(first.queueUrls())).containsExactly("b-1", "b-2");
    ListQueuesResponse second =
        sqs.listQueues(
            request -> request.queueNamePrefix("b-").maxResults(2).nextToken(first.nextToken()));
    assertThat(names(second.queueUrls())).containsExactly("b-3");
    assertThat(second.nextToken()).isNull();
    assertThat(names(sqs.listQueuesPaginator(r -> r.maxResults(1)).queueUrls().stream().toList()))
        .containsExactly("a-1", "b-1", "b-2", "b-3", "c-1");
  }

  @Test
  void aResetLeavesNothing(Nephele nephele) {
    String url = create(sqs, "orders");
    send(sqs, url, "one");
    nephele.world().reset("sqs", "000000000000");
    assertThat(sqs.listQueues().queueUrls()).isEmpty();
    create(sqs, "orders");
    assertThat(receive(sqs, url)).isEmpty();
    send(sqs, url, "two");
    assertThat(receive(sqs, url)).hasSize(1);
  }

  @Test
  void pagesThatCannotBeAreErrors() {
    assertError(
        () -> sqs.listQueues(request -> request.maxResults(1001)),
        "InvalidParameterValue",
        "Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between"
            + " 1 and 1000.");
    assertError(
        () -> sqs.listQueues(request -> request.nextToken("nonsense")),
        "InvalidParameterValue",
        "Invalid or expired next token.");
  }

  @Test
  @Fact("sqs-028")
  void anotherAccountIsDenied() {
    String url = create(sqs, "orders");
    try (SqsClient other = Clients.create(SqsClient.class, endpoint, "us-east-1", "111111111111")) {
      assertThatThrownBy(() -> send(other, url, "hello"))
          .isInstanceOfSatisfying(
              SqsException.class,
              e -> {
                assertThat(e.statusCode()).isEqualTo(403);
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                assertThat(e.awsErrorDetails().errorMessage())
                    .isEqualTo(
                        "User: arn:aws:iam::111111111111:root is not authorized to perform:"
                            + " sqs:sendmessage on resource:"
                            + " arn:aws:sqs:us-east-1:000000000000:orders because no"
                            + " resource-based policy allows the sqs:sendmessage action");
              });
      assertThat(other.listQueues().queueUrls()).isEmpty();
      create(other, "orders");
      send(sqs, url, "mine");
      assertThat(receive(other, create(other, "orders"))).isEmpty();
    }
    assertThat(receive(sqs, url)).hasSize(1);
  }

  private static List<String> names(List<String> urls) {
    return urls.stream().map(url -> url.substring(url.lastIndexOf('/') + 1)).toList();
  }

  static void assertError(ThrowingCallable call, String code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SqsException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }
}
