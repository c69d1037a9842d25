package io.nephele.core.targets;

import io.nephele.api.firehose.Firehose;
import io.nephele.api.firehose.PutRecordInput;
import io.nephele.api.firehose.Record;
import io.nephele.api.kinesis.Kinesis;
import io.nephele.api.lambda.InvocationRequest;
import io.nephele.api.lambda.InvocationResponse;
import io.nephele.api.lambda.Lambda;
import io.nephele.api.logs.CreateLogStreamRequest;
import io.nephele.api.logs.InputLogEvent;
import io.nephele.api.logs.Logs;
import io.nephele.api.logs.PutLogEventsRequest;
import io.nephele.api.sns.PublishInput;
import io.nephele.api.sns.Sns;
import io.nephele.api.sqs.MessageAttributeValue;
import io.nephele.api.sqs.SendMessageRequest;
import io.nephele.api.sqs.Sqs;
import io.nephele.api.stepfunctions.StartExecutionInput;
import io.nephele.api.stepfunctions.Stepfunctions;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.View;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hands things to resources by their ARNs, each by its service's public API. What the services
 * answer if they refuse reaches the caller as it is.
 */
public final class Targets {
  private final World world;

  /** The targets of a world. */
  public Targets(World world) {
    this.world = world;
  }

  /**
   * In whose name a target is called.
   *
   * @param principal a service or a role's session
   * @param origin whose {@code sourceArn} is the resource that has it called
   */
  public record Caller(Principal principal, Origin origin) {}

  /**
   * What a queue is to know of a message beside its body.
   *
   * @param groupId of FIFO queues, or null
   * @param deduplicationId of FIFO queues, or null
   * @param attributes texts by their names
   */
  public record MessageOptions(
      String groupId, String deduplicationId, Map<String, String> attributes) {
    /** Nothing. */
    public static final MessageOptions NONE = new MessageOptions(null, null, Map.of());
  }

  /** Sends a message to a queue. */
  public void queue(String arn, String body, MessageOptions options, Caller caller) {
    Arn queue = Arn.parse(arn);
    call(Sqs.SendMessage, message(queue, body, options), queue, caller);
  }

  /** What a queue is asked to take. */
  public static SendMessageRequest message(Arn queue, String body, MessageOptions options) {
    SendMessageRequest request =
        new SendMessageRequest()
            .queueUrl(
                "https://sqs."
                    + queue.region()
                    + ".amazonaws.com/"
                    + queue.account()
                    + "/"
                    + queue.resource())
            .messageBody(body)
            .messageGroupId(options.groupId())
            .messageDeduplicationId(options.deduplicationId());
    if (!options.attributes().isEmpty()) {
      Map<String, MessageAttributeValue> attributes = new TreeMap<>();
      options
          .attributes()
          .forEach(
              (name, text) ->
                  attributes.put(
                      name, new MessageAttributeValue().dataType("String").stringValue(text)));
      request.messageAttributes(attributes);
    }
    return request;
  }

  /** Publishes a message to a topic. */
  public void topic(String arn, String message, Caller caller) {
    call(Sns.Publish, new PublishInput().topicArn(arn).message(message), Arn.parse(arn), caller);
  }

  /** Has a function invoked later. */
  public void function(String arn, String payload, Caller caller) {
    call(
        Lambda.Invoke,
        new InvocationRequest()
            .functionName(arn)
            .invocationType("Event")
            .payload(Bytes.utf8(payload)),
        Arn.parse(arn),
        caller);
  }

  /** Invokes a function and waits for its answer, in which it may tell of an error. */
  public InvocationResponse answerOf(String arn, String payload, Caller caller) {
    return call(
        Lambda.Invoke,
        new InvocationRequest()
            .functionName(arn)
            .invocationType("RequestResponse")
            .payload(Bytes.utf8(payload)),
        Arn.parse(arn),
        caller);
  }

  /** Puts a record into a Kinesis stream. */
  public void stream(String arn, String data, String partitionKey, Caller caller) {
    call(
        Kinesis.PutRecord,
        new io.nephele.api.kinesis.PutRecordInput()
            .streamARN(arn)
            .data(Bytes.utf8(data))
            .partitionKey(partitionKey),
        Arn.parse(arn),
        caller);
  }

  /** Puts a record into a Firehose stream. */
  public void deliveryStream(String arn, String data, Caller caller) {
    Arn stream = Arn.parse(arn);
    call(
        Firehose.PutRecord,
        new PutRecordInput()
            .deliveryStreamName(stream.resource().substring(stream.resource().indexOf('/') + 1))
            .record(new Record().data(Bytes.utf8(data))),
        stream,
        caller);
  }

  /** Starts an execution of a state machine. */
  public void stateMachine(String arn, String input, Caller caller) {
    call(
        Stepfunctions.StartExecution,
        new StartExecutionInput().stateMachineArn(arn).input(input),
        Arn.parse(arn),
        caller);
  }

  /**
   * Writes an event to a log group, into a stream of its own.
   *
   * @param arn of the group, which may end with {@code :*}
   */
  public void logGroup(String arn, String logStream, Instant time, String message, Caller caller) {
    Arn group = Arn.parse(arn);
    String name = group.resource().substring(group.resource().indexOf(':') + 1);
    name = name.endsWith(":*") ? name.substring(0, name.length() - 2) : name;
    try {
      call(
          Logs.CreateLogStream,
          new CreateLogStreamRequest().logGroupName(name).logStreamName(logStream),
          group,
          caller);
    } catch (AwsException e) {
      if (!e.code().equals("ResourceAlreadyExistsException")) {
        throw e;
      }
    }
    call(
        Logs.PutLogEvents,
        new PutLogEventsRequest()
            .logGroupName(name)
            .logStreamName(logStream)
            .logEvents(
                List.of(new InputLogEvent().timestamp(time.toEpochMilli()).message(message))),
        group,
        caller);
  }

  /** Makes any other call where the target is. */
  public <I extends View, O extends View> O call(
      ApiOperation<I, O> operation, I request, Arn target, Caller caller) {
    Region region = Regions.find(target.region());
    if (region == null) {
      throw AwsException.client(
          "ValidationException", 400, "There is no region " + target.region() + ".");
    }
    return world.call(operation, request, caller.principal(), region, caller.origin());
  }
}
