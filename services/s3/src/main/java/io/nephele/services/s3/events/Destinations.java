package io.nephele.services.s3.events;

import io.nephele.api.events.Events;
import io.nephele.api.lambda.InvocationRequest;
import io.nephele.api.lambda.Lambda;
import io.nephele.api.sns.PublishInput;
import io.nephele.api.sns.Sns;
import io.nephele.api.sqs.Sqs;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.targets.Targets;
import io.nephele.core.targets.Targets.Caller;
import io.nephele.core.targets.Targets.MessageOptions;
import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.wire.xml.S3HostId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends events to queues, topics and functions, as any caller would, in the name of S3. */
public final class Destinations {
  static final String PRINCIPAL = "s3.amazonaws.com";

  private static final String SUBJECT = "Amazon S3 Notification";

  private final S3World s3;
  private final Targets targets;

  /** The destinations of a world. */
  public Destinations(S3World s3) {
    this.s3 = s3;
    this.targets = new Targets(s3.world());
  }

  /**
   * An event on its way to a queue, topic or function.
   *
   * @param bucketArn the bucket's, for which S3 calls
   * @param accountId of the bucket's owner
   * @param region of the bucket
   */
  record Delivery(
      Target.Kind kind,
      String bucketArn,
      String accountId,
      String region,
      String targetArn,
      String body) {}

  /**
   * Finds out whether the destinations take events of a bucket.
   *
   * @param skip whether the caller wants them not to be asked; what cannot be delivered at all is
   *     refused nevertheless
   */
  void check(Bucket bucket, List<Target> targets, boolean bus, boolean skip, Call call) {
    for (Target target : targets) {
      require(
          switch (target.kind()) {
            case QUEUE -> Sqs.SendMessage;
            case TOPIC -> Sns.Publish;
            case FUNCTION -> Lambda.Invoke;
          });
    }
    if (bus) {
      require(Events.PutEvents);
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

  private void require(ApiOperation<?, ?> operation) {
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
              target.kind() == Target.Kind.FUNCTION ? null : testEvent(bucket, call)));
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
    Caller caller =
        new Caller(
            Principal.service(PRINCIPAL, delivery.accountId()),
            Origin.service(PRINCIPAL, delivery.bucketArn()));
    String arn = delivery.targetArn();
    switch (delivery.kind()) {
      case QUEUE -> targets.queue(arn, delivery.body(), MessageOptions.NONE, caller);
      case TOPIC ->
          targets.call(
              Sns.Publish,
              new PublishInput().topicArn(arn).subject(SUBJECT).message(delivery.body()),
              Arn.parse(arn),
              caller);
      case FUNCTION -> invoke(arn, delivery.body(), caller);
    }
  }

  /** Functions get no test event; whether they may be invoked is asked without doing it. */
  private void invoke(String arn, String body, Caller caller) {
    if (body == null) {
      targets.call(
          Lambda.Invoke,
          new InvocationRequest().functionName(arn).invocationType("DryRun"),
          Arn.parse(arn),
          caller);
    } else {
      targets.function(arn, body, caller);
    }
  }
}
