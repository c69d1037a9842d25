package io.nephele.services.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Requests as clients send them that speak the query protocol: form in, XML out. */
@NepheleTest
final class QueryProtocolTest {
  @Inject URI endpoint;

  @Test
  void messagesAreSentReceivedAndDeleted() throws Exception {
    String url = text(query("/", "Action=CreateQueue&QueueName=query"), "QueueUrl");
    assertThat(url).isEqualTo(endpoint.resolve("/000000000000/query").toString());

    HttpResponse<String> sent =
        query(
            "/",
            "Action=SendMessage&QueueUrl="
                + encode(url)
                + "&MessageBody=Test%20Message&MessageAttribute.1.Name=Hello"
                + "&MessageAttribute.1.Value.DataType=String"
                + "&MessageAttribute.1.Value.StringValue=World");
    assertThat(sent.body()).contains("<SendMessageResponse", "<SendMessageResult>");
    assertThat(text(sent, "MD5OfMessageBody")).isEqualTo("d1d4180b7e411c4be86b00fb2ee103eb");
    assertThat(text(sent, "MD5OfMessageAttributes")).isEqualTo("7db7fb1ba7f41366a8ea5eb18220b26d");

    // The queue's own URL is an endpoint too.
    HttpResponse<String> received =
        query(
            "/000000000000/query",
            "Action=ReceiveMessage&QueueUrl="
                + encode(url)
                + "&AttributeName.1=All&MessageAttributeName.1=All&MaxNumberOfMessages=10");
    assertThat(text(received, "MessageId")).isEqualTo(text(sent, "MessageId"));
    assertThat(received.body())
        .contains(
            "<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>",
            "<MessageAttribute><Name>Hello</Name><Value><StringValue>World</StringValue>"
                + "<DataType>String</DataType></Value></MessageAttribute>");

    HttpResponse<String> deleted =
        query(
            "/",
            "Action=DeleteMessage&QueueUrl="
                + encode(url)
                + "&ReceiptHandle="
                + encode(text(received, "ReceiptHandle")));
    assertThat(deleted.statusCode()).isEqualTo(200);
    assertThat(deleted.body()).contains("<DeleteMessageResponse").doesNotContain("Result>");
    assertThat(
            query("/", "Action=GetQueueAttributes&AttributeName.1=All&QueueUrl=" + encode(url))
                .body())
        .contains(
            "<Attribute><Name>ApproximateNumberOfMessages</Name><Value>0</Value></Attribute>",
            "<Attribute><Name>ApproximateNumberOfMessagesNotVisible</Name><Value>0</Value>");
  }

  @Test
  void batchesHavePartialFailures() throws Exception {
    String url = text(query("/", "Action=CreateQueue&QueueName=batch"), "QueueUrl");
    HttpResponse<String> sent =
        query(
            "/",
            "Action=SendMessageBatch&QueueUrl="
                + encode(url)
                + "&SendMessageBatchRequestEntry.1.Id=a"
                + "&SendMessageBatchRequestEntry.1.MessageBody=hello"
                + "&SendMessageBatchRequestEntry.2.Id=b"
                + "&SendMessageBatchRequestEntry.2.MessageBody=");
    assertThat(sent.body())
        .contains(
            "<SendMessageBatchResultEntry><Id>a</Id>",
            "<BatchResultErrorEntry><Id>b</Id><SenderFault>true</SenderFault>"
                + "<Code>MissingParameter</Code>");
    assertError(
        query("/", "Action=SendMessageBatch&QueueUrl=" + encode(url)),
        400,
        "AWS.SimpleQueueService.EmptyBatchRequest",
        "There should be at least one SendMessageBatchRequestEntry in the request.");
  }

  @Test
  void errorsHaveTheCodesOfTheQueryProtocol() throws Exception {
    assertError(
        query("/", "Action=SendMessage&MessageBody=x"),
        400,
        "MissingParameter",
        "The request must contain the parameter QueueUrl.");
    String nowhere = encode(endpoint.resolve("/000000000000/nowhere").toString());
    assertError(
        query("/", "Action=SendMessage&MessageBody=x&QueueUrl=" + nowhere),
        400,
        "AWS.SimpleQueueService.NonExistentQueue",
        "The specified queue does not exist.");
    String url = text(query("/", "Action=CreateQueue&QueueName=errors"), "QueueUrl");
    assertError(
        query(
            "/",
            "Action=CreateQueue&QueueName=errors&Attribute.1.Name=DelaySeconds"
                + "&Attribute.1.Value=3"),
        400,
        "QueueAlreadyExists",
        "A queue already exists with the same name and a different value for attribute"
            + " DelaySeconds");
    assertError(
        query("/", "Action=ReceiveMessage&WaitTimeSeconds=21&QueueUrl=" + encode(url)),
        400,
        "InvalidParameterValue",
        "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be &gt;= 0 and &lt;= 20,"
            + " if provided.");
    assertError(
        query("/", "Action=DeleteMessage&ReceiptHandle=x&QueueUrl=" + encode(url)),
        404,
        "ReceiptHandleIsInvalid",
        "The input receipt handle \"x\" is not a valid receipt handle.");
  }

  private static void assertError(
      HttpResponse<String> response, int status, String code, String message) {
    assertThat(text(response, "Code")).isEqualTo(code);
    assertThat(text(response, "Message").replace("&quot;", "\"")).isEqualTo(message);
    assertThat(text(response, "Type")).isEqualTo("Sender");
    assertThat(response.statusCode()).isEqualTo(status);
  }

  private HttpResponse<String> query(String path, String form)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .POST(HttpRequest.BodyPublishers.ofString(form + "&Version=2012-11-05"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String text(HttpResponse<String> response, String element) {
    Matcher matcher =
        Pattern.compile("<" + element + ">([^<]*)</" + element + ">").matcher(response.body());
    if (!matcher.find()) {
      throw new AssertionError("no " + element + " in " + response.body());
    }
    return matcher.group(1);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
