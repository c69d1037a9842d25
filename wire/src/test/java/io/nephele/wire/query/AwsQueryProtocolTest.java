package io.nephele.wire.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.model.Service;
import io.nephele.model.Struct;
import io.nephele.wire.Requests;
import io.nephele.wire.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsQueryProtocolTest {
  private final AwsQueryProtocol protocol = new AwsQueryProtocol();
  private final Service sqs = Models.bundled().service("sqs");

  private Struct decode(String operation, String form) {
    return protocol.decode(sqs.operation(operation), Requests.form(form));
  }

  @Test
  void readsFlattenedMapsOfStructuresInAnyOrderOfIndexes() {
    Struct input =
        decode(
            "SendMessage",
            "Action=SendMessage&MessageBody=a+b%26%C3%A9&DelaySeconds=5"
                + "&MessageAttribute.2.Name=two&MessageAttribute.2.Value.BinaryValue=AAE%3D"
                + "&MessageAttribute.2.Value.DataType=Binary"
                + "&MessageAttribute.1.Name=one&MessageAttribute.1.Value.StringValue=x"
                + "&MessageAttribute.1.Value.DataType=String");
    assertThat(input.get("MessageBody")).isEqualTo("a b&é");
    assertThat(input.get("DelaySeconds")).isEqualTo(5);
    Map<?, ?> attributes = (Map<?, ?>) input.get("MessageAttributes");
    assertThat(List.copyOf(attributes.keySet())).isEqualTo(List.of("one", "two"));
    assertThat(((Struct) attributes.get("one")).get("StringValue")).isEqualTo("x");
    assertThat(((Struct) attributes.get("two")).get("BinaryValue"))
        .isEqualTo(Bytes.of(new byte[] {0, 1}));
  }

  @Test
  void readsEntriesWithoutIndexAsSqsDoes() {
    Struct input =
        decode("SetQueueAttributes", "QueueUrl=u&Attribute.Name=DelaySeconds&Attribute.Value=9");
    assertThat(input.get("Attributes")).isEqualTo(Map.of("DelaySeconds", "9"));
    assertThat(decode("GetQueueAttributes", "QueueUrl=u&AttributeName=All").get("AttributeNames"))
        .isEqualTo(List.of("All"));
  }

  @Test
  void readsWrappedAndFlattenedLists() {
    Operation create = Models.bundled().service("sns").operation("TagResource");
    Struct wrapped =
        protocol.decode(
            create, Requests.form("ResourceArn=a&Tags.member.1.Key=k&Tags.member.1.Value=v"));
    Struct flat =
        protocol.decode(create, Requests.form("ResourceArn=a&Tags.1.Key=k&Tags.1.Value=v"));
    assertThat(wrapped).isEqualTo(flat);
    assertThat(((List<?>) wrapped.get("Tags"))).hasSize(1);
    Operation attributes = Models.bundled().service("sns").operation("CreateTopic");
    assertThat(
            protocol
                .decode(
                    attributes,
                    Requests.form(
                        "Name=a&Attributes.entry.1.key=DisplayName&Attributes.entry.1.value=d"))
                .get("Attributes"))
        .isEqualTo(Map.of("DisplayName", "d"));
    assertThat(protocol.decode(create, Requests.form("ResourceArn=a&Tags=")).get("Tags"))
        .isEqualTo(List.of());
  }

  @Test
  void closesGapsOfHugeIndexesWithoutAllocating() {
    Struct input =
        decode(
            "GetQueueAttributes",
            "AttributeName.99999999999999999999999=b&AttributeName.7=a&AttributeName.007000=c");
    assertThat(input.get("AttributeNames")).isEqualTo(List.of("a", "c", "b"));
  }

  @Test
  void readsTheUrlsQueryToo() {
    Struct input =
        protocol.decode(
            sqs.operation("SendMessage"),
            Requests.of("GET", "/000000000000/q?Action=SendMessage&MessageBody=hi&QueueUrl=u"));
    assertThat(input.get("MessageBody")).isEqualTo("hi");
  }

  /** As in the SQS Developer Guide: GET to the queue's URL with Action=SendMessage. */
  @Test
  void aRequestToTheUrlOfAQueueMeansThatQueue() {
    Operation send = sqs.operation("SendMessage");
    String path = "/123456789012/orders";
    assertThat(queueUrl(send, path + "?MessageBody=hi"))
        .isEqualTo("http://localhost:4566/123456789012/orders");
    assertThat(queueUrl(send, path + "?MessageBody=hi&QueueUrl=u")).isEqualTo("u");
    assertThat(queueUrl(send, "/?MessageBody=hi")).isNull();
    Operation create = sqs.operation("CreateQueue");
    assertThat(protocol.decode(create, Requests.of("GET", path + "?QueueName=a")).get("QueueName"))
        .isEqualTo("a");
  }

  private Object queueUrl(Operation operation, String target) {
    return protocol.decode(operation, Requests.of("GET", target)).get("QueueUrl");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DelaySeconds=abc",
        "DelaySeconds=99999999999",
        "DelaySeconds=1.5",
        "DelaySeconds.a=1",
        "MessageBody.1=a",
        "MessageAttribute=a",
        "MessageAttribute.1.Name=a",
        "MessageAttribute.1.Name=a&MessageAttribute.x.Name=b",
        "MessageAttribute.1.Name=a&MessageAttribute.1.Value.BinaryValue=%21%21",
        "MessageAttribute.1.Name=a&MessageAttribute.1.Value=b",
      })
  void refusesWrongTypes(String form) {
    assertThatThrownBy(() -> decode("SendMessage", form))
        .isInstanceOfSatisfying(
            AwsException.class,
            e -> {
              assertThat(e.code()).isEqualTo("MalformedInput");
              assertThat(e.status()).isEqualTo(400);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%FF", "a%C3=b", "a=%C0%80"})
  void refusesBrokenEscapes(String form) {
    assertThatThrownBy(() -> decode("SendMessage", form))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.code()).isEqualTo("MalformedQueryString"));
  }

  @Test
  void refusesTooManyAndTooDeepParameters() {
    assertThatThrownBy(() -> decode("SendMessage", "a=b&".repeat(200_000)))
        .isInstanceOf(AwsException.class);
    assertThatThrownBy(() -> decode("SendMessage", "a.".repeat(100) + "=b"))
        .isInstanceOf(AwsException.class);
    assertThatThrownBy(() -> decode("SendMessage", "a".repeat(100_000) + "=b"))
        .isInstanceOf(AwsException.class);
  }

  @Test
  void writesResults() {
    Operation operation = sqs.operation("ListQueues");
    Struct output = new Struct(operation.output()).set("QueueUrls", List.of("http://a/<b>", "c"));
    HttpResponse response = protocol.encode(operation, output, "id-1");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().first("Content-Type")).isEqualTo("text/xml");
    assertThat(response.headers().first("x-amzn-RequestId")).isEqualTo("id-1");
    assertThat(Requests.text(response))
        .isEqualTo(
            "<?xml version=\"1.0\"?>"
                + "<ListQueuesResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\">"
                + "<ListQueuesResult><QueueUrl>http://a/&lt;b&gt;</QueueUrl><QueueUrl>c</QueueUrl>"
                + "</ListQueuesResult><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata>"
                + "</ListQueuesResponse>");
  }

  @Test
  void writesMapsOfStructuresFlattened() {
    Operation operation = sqs.operation("GetQueueAttributes");
    Struct output = new Struct(operation.output()).set("Attributes", Map.of("DelaySeconds", "0"));
    assertThat(Requests.text(protocol.encode(operation, output, "i")))
        .contains("<Attribute><Name>DelaySeconds</Name><Value>0</Value></Attribute>");
  }

  @Test
  void writesNoResultWhereTheModelHasNone() {
    Operation operation = sqs.operation("DeleteMessage");
    assertThat(Requests.text(protocol.encode(operation, new Struct(operation.output()), "i")))
        .endsWith(
            "doc/2012-11-05/\"><ResponseMetadata><RequestId>i</RequestId></ResponseMetadata>"
                + "</DeleteMessageResponse>");
  }

  @Test
  void writesErrorsWithTheQueryProtocolsCode() {
    Struct detail = new Struct(sqs.shape("QueueDoesNotExist"));
    AwsException error = new ModelledError(detail, "gone");
    HttpResponse response = protocol.encodeError(sqs, null, error, "id-2");
    assertThat(response.status()).isEqualTo(400);
    assertThat(Requests.text(response))
        .isEqualTo(
            "<?xml version=\"1.0\"?>"
                + "<ErrorResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><Error>"
                + "<Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code>"
                + "<Message>gone</Message><Detail/></Error><RequestId>id-2</RequestId>"
                + "</ErrorResponse>");
  }

  @Test
  void readsFormsOfAnyBytes() {
    byte[] form = "MessageBody=\u00e9".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(
            () ->
                protocol.decode(
                    sqs.operation("SendMessage"),
                    Requests.of(
                        "POST", "/", form, "Content-Type", "application/x-www-form-urlencoded")))
        .isInstanceOf(AwsException.class);
  }

  private static final class ModelledError extends AwsException {
    private static final long serialVersionUID = 1L;

    ModelledError(Struct detail, String message) {
      super(detail, message);
    }
  }
}
