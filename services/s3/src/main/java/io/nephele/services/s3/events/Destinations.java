package io.nephele.services.s3.events;

import io.nephele.api.events.Events;
import io.nephele.api.events.PutEventsRequest;
import io.nephele.api.events.PutEventsRequestEntry;
import io.nephele.api.events.PutEventsResponse;
import io.nephele.api.lambda.InvocationRequest;
import io.nephele.api.lambda.Lambda;
import io.nephele.api.sns.PublishInput;
import io.nephele.api.sns.Sns;
import io.nephele.api.sqs.SendMessageRequest;
import io.nephele.api.sqs.Sqs;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.wire.xml.S3HostId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends events to where they go, as any caller would, in the name of S3. */
public final class Destinations {
  static final String PRINCIPAL = "s3.amazonaws.com";

  private static final String SUBJECT = "Amazon S3 Notification";

  private final S3World s3;

  /** The destinations of a world. */
  public Destinations(S3World s3) {
    this.s3 = s3;
  }

  /**
   * An event on its way.
   *
   * @param bucketArn the bucket's, for which S3 calls
   * @param accountId of the bucket's owner
   * @param region of the bucket
   * @param targetArn null for EventBridge
   * @param detailType of events of EventBridge, else null
   * @param time in milliseconds since 1970
   */
  record Delivery(
      Target.Kind kind,
      String bucketArn,
      String accountId,
      String region,
      String targetArn,
      String detailType,
      String body,
      long time) {}

  /**
   * Finds out whether the destinations take events of a bucket.
   *
   * @param skip whether the caller wants them not to be asked; what cannot be delivered at all is
   *     refused nevertheless
   */
  void check(Bucket bucket, List<Target> targets, boolean bus, boolean skip, Call call) {
    for (Target target : targets) {
      require(target.kind());
    }
    if (bus) {
      require(Target.Kind.BUS);
    }
    if (skip) {
      return;
    }
    AwsException refusal = null;
    int refused = 0;
    for (Target target : targets) {
      String reason = refusal(bucket, target, call);
      if (reason != null) {
        refused++;
        refusal =
            (refusal == null
                    ? S3Errors.invalidArgument(
                        "Unable to validate the following destination configurations")
                    : refusal)
                .with("ArgumentName" + refused, target.arn())
                .with("ArgumentValue" + refused, reason);
      }
    }
    if (refusal != null) {
      throw refusal;
    }
  }

  private void require(Target.Kind kind) {
    ApiOperation<?, ?> operation =
        switch (kind) {
          case QUEUE -> Sqs.SendMessage;
          case TOPIC -> Sns.Publish;
          case FUNCTION -> Lambda.Invoke;
          case BUS -> Events.PutEvents;
        };
    if (!s3.world().services().operations(operation.service()).contains(operation.name())) {
      throw S3Errors.notImplemented(
          "the operation "
              + operation.name()
              + " of "
              + operation.model().service().title()
              + " yet, by which S3 sends these notifications");
    }
  }

  /** Why a destination does not take the test event, or null if it does. */
  private String refusal(Bucket bucket, Target target, Call call) {
    if (target.kind() == Target.Kind.QUEUE && target.arn().endsWith(".fifo")) {
      return "FIFO SQS queues are not supported.";
    }
    try {
      send(
          new Delivery(
              target.kind(),
              bucket.arn(call.partition()),
              bucket.accountId(),
              bucket.region(),
              target.arn(),
              null,
              target.kind() == Target.Kind.FUNCTION ? null : testEvent(bucket, call),
              s3.now()));
      return null;
    } catch (AwsException e) {
      if (!e.clientFault()) {
        throw e;
      }
      boolean missing =
          e.status() == 404
              || e.code().endsWith("QueueDoesNotExist")
              || e.code().contains("NonExistent");
      return switch (target.kind()) {
        case QUEUE -> reason("queue", missing);
        case TOPIC -> reason("topic", missing);
        default -> "Not authorized to invoke function [" + target.arn() + "]";
      };
    }
  }

  private static String reason(String what, boolean missing) {
    return missing
        ? "The destination " + what + " does not exist"
        : "Permissions on the destination "
            + what
            + " do not allow S3 to publish notifications from this bucket";
  }

  private String testEvent(Bucket bucket, Call call) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("Service", "Amazon S3");
    event.put("Event", "s3:TestEvent");
    event.put("Time", EventRecords.time(s3.now()));
    event.put("Bucket", bucket.name());
    event.put("RequestId", call.requestId());
    event.put("HostId", S3HostId.of(call.requestId()));
    return JsonText.write(event);
  }

  /**
   * Sends an event.
   *
   * @throws AwsException what the destination answers if it does not take it
   */
  void send(Delivery delivery) {
    Principal principal = Principal.service(PRINCIPAL, delivery.accountId());
    Region region = Regions.find(delivery.region());
    Origin origin = Origin.service(PRINCIPAL, delivery.bucketArn());
    switch (delivery.kind()) {
      case QUEUE ->
          s3.world()
              .call(
                  Sqs.SendMessage,
                  new SendMessageRequest()
                      .queueUrl(queueUrl(delivery.targetArn(), region))
                      .messageBody(delivery.body()),
                  principal,
                  region,
                  origin);
      case TOPIC ->
          s3.world()
              .call(
                  Sns.Publish,
                  new PublishInput()
                      .topicArn(delivery.targetArn())
                      .subject(SUBJECT)
                      .message(delivery.body()),
                  principal,
                  region,
                  origin);
      case FUNCTION ->
          s3.world().call(Lambda.Invoke, invocation(delivery), principal, region, origin);
      case BUS -> put(delivery, principal, region, origin);
    }
  }

  /** Functions get no test event; whether they may be invoked is asked without doing it. */
  private static InvocationRequest invocation(Delivery delivery) {
    boolean test = delivery.body() == null;
    return new InvocationRequest()
        .functionName(delivery.targetArn())
        .invocationType(test ? "DryRun" : "Event")
        .payload(test ? null : Bytes.of(delivery.body().getBytes(StandardCharsets.UTF_8)));
  }

  private void put(Delivery delivery, Principal principal, Region region, Origin origin) {
    PutEventsResponse answer =
        s3.world()
            .call(
                Events.PutEvents,
                new PutEventsRequest()
                    .entries(
                        List.of(
                            new PutEventsRequestEntry()
                                .source("aws.s3")
                                .detailType(delivery.detailType())
                                .detail(delivery.body())
                                .resources(List.of(delivery.bucketArn()))
                                .time(Instant.ofEpochMilli(delivery.time())))),
                principal,
                region,
                origin);
    if (answer.failedEntryCount() != null && answer.failedEntryCount() > 0) {
      throw AwsException.server(
          "InternalFailure", 500, "EventBridge did not take an event of " + delivery.bucketArn());
    }
  }

  private static String queueUrl(String text, Region region) {
    Arn arn = Arn.parse(text);
    return "https://sqs."
        + region.name()
        + ".amazonaws.com/"
        + arn.account()
        + "/"
        + arn.resource();
  }
}
