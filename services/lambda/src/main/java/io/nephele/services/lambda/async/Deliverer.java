package io.nephele.services.lambda.async;

import io.nephele.api.events.Events;
import io.nephele.api.lambda.InvocationRequest;
import io.nephele.api.lambda.Lambda;
import io.nephele.api.s3.PutObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.api.sns.PublishInput;
import io.nephele.api.sns.Sns;
import io.nephele.api.sqs.MessageAttributeValue;
import io.nephele.api.sqs.SendMessageRequest;
import io.nephele.api.sqs.Sqs;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.View;
import io.nephele.services.lambda.functions.ExecutionRoles;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaWorld;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sends documents to other services, as a function's role. */
public final class Deliverer {
  private static final String STRING = "String";
  private static final int LONGEST_MESSAGE = 1024;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd/yyyy-MM-dd'T'HH.mm.ss", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final LambdaWorld lambda;
  private final ExecutionRoles roles;

  /** The deliveries of a world. */
  public Deliverer(LambdaWorld lambda, ExecutionRoles roles) {
    this.lambda = lambda;
    this.roles = roles;
  }

  /** Delivers what came of an event, or the event itself as a dead letter. */
  void deliver(Delivery delivery, QueuedEvent event, Bytes payload) {
    Sender to = sender(delivery.role(), event.ref(), event.traceHeader());
    if (delivery.isDeadLetter()) {
      to.deadLetter(delivery, event, payload.utf8());
      return;
    }
    Arn target = Arn.parse(delivery.targetArn());
    switch (target.service()) {
      case "events" -> to.event(delivery, target);
      case "s3" -> to.object(target, "aws/lambda/async/" + event.name(), delivery.document());
      default -> to.document(target, delivery.document());
    }
  }

  /** Sends a document to a queue, topic or function. */
  public void send(String role, FunctionRef function, String targetArn, String document) {
    sender(role, function, null).document(Arn.parse(targetArn), document);
  }

  /** Puts a document into a bucket, under a key that begins so and tells the time. */
  public void put(
      String role, FunctionRef function, String bucketArn, String prefix, String document) {
    sender(role, function, null).object(Arn.parse(bucketArn), prefix, document);
  }

  private Sender sender(String role, FunctionRef function, String traceHeader) {
    return new Sender(roles.session(role, function), function, traceHeader);
  }

  /** Calls services for a function. */
  private final class Sender {
    private final Principal session;
    private final FunctionRef function;
    private final String traceHeader;

    Sender(Principal session, FunctionRef function, String traceHeader) {
      this.session = session;
      this.function = function;
      this.traceHeader = traceHeader;
    }

    private <I extends View, O extends View> O call(
        ApiOperation<I, O> operation, I request, Arn target) {
      Region region = Regions.find(target.region().isEmpty() ? function.region() : target.region());
      Origin origin = Origin.service(LambdaWorld.PRINCIPAL, function.unqualifiedArn());
      return lambda.world().call(operation, request, session, region, origin.tracing(traceHeader));
    }

    void deadLetter(Delivery delivery, QueuedEvent event, String payload) {
      String message =
          delivery.errorMessage().length() > LONGEST_MESSAGE
              ? delivery.errorMessage().substring(0, LONGEST_MESSAGE)
              : delivery.errorMessage();
      Arn target = Arn.parse(delivery.targetArn());
      String code = Integer.toString(delivery.errorCode());
      if (target.service().equals("sns")) {
        Map<String, io.nephele.api.sns.MessageAttributeValue> attributes = new LinkedHashMap<>();
        attributes.put("RequestID", topic(STRING, event.requestId()));
        attributes.put("ErrorCode", topic("Number", code));
        attributes.put("ErrorMessage", topic(STRING, message));
        call(
            Sns.Publish,
            new PublishInput()
                .topicArn(delivery.targetArn())
                .message(payload)
                .messageAttributes(attributes),
            target);
      } else {
        Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
        attributes.put("RequestID", queue(STRING, event.requestId()));
        attributes.put("ErrorCode", queue("Number", code));
        attributes.put("ErrorMessage", queue(STRING, message));
        call(
            Sqs.SendMessage,
            new SendMessageRequest()
                .queueUrl(url(target))
                .messageBody(payload)
                .messageAttributes(attributes),
            target);
      }
    }

    void document(Arn target, String document) {
      switch (target.service()) {
        case "sqs" ->
            call(
                Sqs.SendMessage,
                new SendMessageRequest().queueUrl(url(target)).messageBody(document),
                target);
        case "sns" ->
            call(
                Sns.Publish,
                new PublishInput().topicArn(target.toString()).message(document),
                target);
        case "lambda" ->
            call(
                Lambda.Invoke,
                new InvocationRequest()
                    .functionName(target.toString())
                    .invocationType("Event")
                    .payload(Bytes.utf8(document)),
                target);
        default -> throw new IllegalStateException(target + " is no destination");
      }
    }

    void event(Delivery delivery, Arn bus) {
      io.nephele.api.events.PutEventsResponse answer =
          call(
              Events.PutEvents,
              new io.nephele.api.events.PutEventsRequest()
                  .entries(
                      List.of(
                          new io.nephele.api.events.PutEventsRequestEntry()
                              .source("lambda")
                              .detailType(
                                  "Lambda Function Invocation Result - "
                                      + (delivery.success() ? "Success" : "Failure"))
                              .resources(List.of(bus.toString(), delivery.executedArn()))
                              .detail(delivery.document())
                              .eventBusName(bus.toString()))),
              bus);
      if (answer.failedEntryCount() != null && answer.failedEntryCount() > 0) {
        throw AwsException.client(
            answer.entries().getFirst().errorCode(),
            400,
            answer.entries().getFirst().errorMessage());
      }
    }

    void object(Arn bucket, String prefix, String document) {
      String key = prefix + '/' + DAY.format(lambda.now()) + '-' + lambda.uuid();
      Bytes bytes = Bytes.utf8(document);
      call(
          S3.PutObject,
          new PutObjectRequest()
              .bucket(bucket.resource())
              .key(key)
              .contentType("application/json")
              .contentLength((long) bytes.length())
              .body(Body.of(bytes)),
          bucket);
    }
  }

  private static String url(Arn queue) {
    return "https://sqs."
        + queue.region()
        + ".amazonaws.com/"
        + queue.account()
        + '/'
        + queue.resource();
  }

  private static MessageAttributeValue queue(String type, String value) {
    return new MessageAttributeValue().dataType(type).stringValue(value);
  }

  private static io.nephele.api.sns.MessageAttributeValue topic(String type, String value) {
    return new io.nephele.api.sns.MessageAttributeValue().dataType(type).stringValue(value);
  }
}
