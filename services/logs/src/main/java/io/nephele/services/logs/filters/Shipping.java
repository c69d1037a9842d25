package io.nephele.services.logs.filters;

import io.nephele.api.firehose.Firehose;
import io.nephele.api.firehose.PutRecordInput;
import io.nephele.api.firehose.Record;
import io.nephele.api.kinesis.Kinesis;
import io.nephele.api.lambda.InvocationRequest;
import io.nephele.api.lambda.Lambda;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.core.targets.Targets;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;

/** Hands data to functions and streams, in the name of CloudWatch Logs or by a role. */
public final class Shipping {
  private static final String GLOBAL = "logs.amazonaws.com";
  private static final String CONTROL_KEY = "control";

  private final LogsWorld logs;
  private final Targets targets;
  private final AssumedRoles roles;

  /** Ships the data of a world. */
  public Shipping(LogsWorld logs) {
    this.logs = logs;
    this.targets = new Targets(logs.world());
    this.roles = new AssumedRoles(logs.world());
  }

  /**
   * Finds out whether a function or stream takes something: streams get a control message.
   *
   * @param sourceArn on whose behalf
   * @throws AwsException what it answers if it does not
   */
  void check(String sourceArn, String accountId, Region region, String targetArn, String roleArn) {
    Arn target = Arn.parse(targetArn);
    if (target.service().equals("lambda")) {
      asLogs(region, name -> invoke(targetArn, target, null, caller(name, accountId, sourceArn)));
      return;
    }
    String kind = target.service().equals("kinesis") ? "Kinesis stream" : "Firehose";
    Bytes data = SubscriptionData.control(kind, logs.now());
    byRole(target, roleArn, accountId, sourceArn, region, data, CONTROL_KEY);
  }

  /**
   * Ships data.
   *
   * @param accountId on whose behalf
   * @throws AwsException what the target answers if it does not take it
   */
  void ship(Outgoing outgoing, String targetArn, String roleArn, String accountId, Region region) {
    Arn target = Arn.parse(targetArn);
    if (target.service().equals("lambda")) {
      String source = outgoing.groupArn() + ":*";
      asLogs(
          region,
          name -> invoke(targetArn, target, outgoing.data(), caller(name, accountId, source)));
    } else {
      byRole(
          target,
          roleArn,
          accountId,
          outgoing.groupArn(),
          region,
          outgoing.data(),
          outgoing.partitionKey());
    }
  }

  /** Policies name the service with or without the region; either will do. */
  private static void asLogs(Region region, Consumer<String> body) {
    try {
      body.accept(GLOBAL);
    } catch (AwsException e) {
      if (!e.code().startsWith("AccessDenied")) {
        throw e;
      }
      body.accept("logs." + region.name() + ".amazonaws.com");
    }
  }

  private static Targets.Caller caller(String service, String accountId, String sourceArn) {
    return new Targets.Caller(
        Principal.service(service, accountId), Origin.service(service, sourceArn));
  }

  /** Invokes a function, or finds out whether it may be if there are no data. */
  private void invoke(String arn, Arn target, Bytes data, Targets.Caller caller) {
    InvocationRequest request =
        new InvocationRequest().functionName(arn).invocationType(data == null ? "DryRun" : "Event");
    if (data != null) {
      String encoded = Base64.getEncoder().encodeToString(data.toArray());
      request.payload(
          Bytes.of(
              ("{\"awslogs\":{\"data\":\"" + encoded + "\"}}")
                  .getBytes(StandardCharsets.US_ASCII)));
    }
    targets.call(Lambda.Invoke, request, target, caller);
  }

  private void byRole(
      Arn target,
      String roleArn,
      String accountId,
      String sourceArn,
      Region region,
      Bytes data,
      String partitionKey) {
    asLogs(
        region,
        name -> {
          Principal principal =
              roles.assume(
                  new AssumedRoles.Wanted(roleArn, name, accountId, sourceArn, "CloudWatchLogs"),
                  region);
          put(
              target,
              data,
              partitionKey,
              new Targets.Caller(principal, Origin.service(name, sourceArn)));
        });
  }

  private void put(Arn target, Bytes data, String partitionKey, Targets.Caller caller) {
    switch (target.service()) {
      case "kinesis" ->
          targets.call(
              Kinesis.PutRecord,
              new io.nephele.api.kinesis.PutRecordInput()
                  .streamARN(target.toString())
                  .data(data)
                  .partitionKey(partitionKey),
              target,
              caller);
      case "firehose" ->
          targets.call(
              Firehose.PutRecord,
              new PutRecordInput()
                  .deliveryStreamName(
                      target.resource().substring(target.resource().indexOf('/') + 1))
                  .record(new Record().data(data)),
              target,
              caller);
      default -> throw LogsErrors.invalid("Invalid destination ARN: " + target);
    }
  }
}
