package io.nephele.services.logs.deliveries;

import io.nephele.api.logs.ConflictException;
import io.nephele.api.logs.DeleteDeliveryDestinationPolicyRequest;
import io.nephele.api.logs.DeleteDeliveryDestinationRequest;
import io.nephele.api.logs.DeleteDeliverySourceRequest;
import io.nephele.api.logs.DescribeDeliveryDestinationsRequest;
import io.nephele.api.logs.DescribeDeliveryDestinationsResponse;
import io.nephele.api.logs.DescribeDeliverySourcesRequest;
import io.nephele.api.logs.DescribeDeliverySourcesResponse;
import io.nephele.api.logs.GetDeliveryDestinationPolicyRequest;
import io.nephele.api.logs.GetDeliveryDestinationPolicyResponse;
import io.nephele.api.logs.GetDeliveryDestinationRequest;
import io.nephele.api.logs.GetDeliveryDestinationResponse;
import io.nephele.api.logs.GetDeliverySourceRequest;
import io.nephele.api.logs.GetDeliverySourceResponse;
import io.nephele.api.logs.Policy;
import io.nephele.api.logs.PutDeliveryDestinationPolicyRequest;
import io.nephele.api.logs.PutDeliveryDestinationPolicyResponse;
import io.nephele.api.logs.PutDeliveryDestinationRequest;
import io.nephele.api.logs.PutDeliveryDestinationResponse;
import io.nephele.api.logs.PutDeliverySourceRequest;
import io.nephele.api.logs.PutDeliverySourceResponse;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.Unit;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.Map;

/** The two ends of deliveries: whose logs, and where to. */
public final class DeliveryEnds {
  private final DeliveryTables tables;
  private final LogsWorld logs;

  /** The ends of a world's deliveries. */
  public DeliveryEnds(DeliveryTables tables) {
    this.tables = tables;
    this.logs = tables.logs();
  }

  /** Answers PutDeliverySource. */
  public PutDeliverySourceResponse putSource(PutDeliverySourceRequest in, Call call) {
    Arn resource = Arn.parse(in.resourceArn());
    if (resource == null) {
      throw LogsErrors.validation("The resource ARN is not valid: " + in.resourceArn());
    }
    DeliverySourceRow made =
        logs.write(
            transaction -> {
              Key key = DeliveryTables.key(call).with(in.name());
              DeliverySourceRow before = tables.sources().get(transaction, key);
              for (Table.Row<DeliverySourceRow> row :
                  tables.sources().scan(transaction, DeliveryTables.key(call))) {
                boolean same =
                    row.value().resourceArn().equals(in.resourceArn())
                        && row.value().logType().equals(in.logType());
                if (same != row.value().name().equals(in.name())
                    && (same || row.value().name().equals(in.name()))) {
                  throw new ConflictException(
                      "There is a delivery source of that name, or for that resource and log type,"
                          + " already: "
                          + row.value().name());
                }
              }
              DeliverySourceRow row =
                  new DeliverySourceRow(
                      in.name(),
                      DeliveryTables.arn(call, DeliveryTables.SOURCE + in.name()),
                      in.resourceArn(),
                      resource.service(),
                      in.logType(),
                      in.tags() != null
                          ? Map.copyOf(in.tags())
                          : before == null ? Map.of() : before.tags());
              tables.sources().put(transaction, key, row);
              return row;
            });
    return new PutDeliverySourceResponse().deliverySource(made.view());
  }

  DeliverySourceRow source(Reader reader, String name, Call call) {
    DeliverySourceRow row = tables.sources().get(reader, DeliveryTables.key(call).with(name));
    if (row == null) {
      throw LogsErrors.notFound("The specified delivery source does not exist: " + name);
    }
    return row;
  }

  /** Answers GetDeliverySource. */
  public GetDeliverySourceResponse getSource(GetDeliverySourceRequest in, Call call) {
    return new GetDeliverySourceResponse()
        .deliverySource(logs.read(reader -> source(reader, in.name(), call)).view());
  }

  /** Answers DescribeDeliverySources. */
  public DescribeDeliverySourcesResponse sources(DescribeDeliverySourcesRequest in, Call call) {
    DeliveryTables.Page<DeliverySourceRow> page =
        tables.page(tables.sources(), call, in.limit(), in.nextToken());
    return new DescribeDeliverySourcesResponse()
        .deliverySources(page.rows().stream().map(DeliverySourceRow::view).toList())
        .nextToken(page.next());
  }

  /** Answers DeleteDeliverySource. */
  public Unit deleteSource(DeleteDeliverySourceRequest in, Call call) {
    logs.write(
        transaction -> {
          DeliverySourceRow row = source(transaction, in.name(), call);
          for (Table.Row<DeliveryRow> delivery :
              tables.deliveries().scan(transaction, DeliveryTables.key(call))) {
            if (delivery.value().source().equals(row.name())) {
              throw inUse("source", row.name());
            }
          }
          tables.sources().delete(transaction, DeliveryTables.key(call).with(in.name()));
          return null;
        });
    return LogsWorld.done(call);
  }

  private static ConflictException inUse(String what, String name) {
    return new ConflictException(
        "The delivery " + what + " has deliveries, which have to be deleted first: " + name);
  }

  /** Answers PutDeliveryDestination. */
  public PutDeliveryDestinationResponse putDestination(
      PutDeliveryDestinationRequest in, Call call) {
    String resource =
        in.deliveryDestinationConfiguration() == null
            ? null
            : in.deliveryDestinationConfiguration().destinationResourceArn();
    String type = type(in.deliveryDestinationType(), resource);
    DeliveryDestinationRow made =
        logs.write(
            transaction -> {
              Key key = DeliveryTables.key(call).with(in.name());
              DeliveryDestinationRow before = tables.destinations().get(transaction, key);
              if (before != null && !before.type().equals(type)) {
                throw new ConflictException(
                    "The type of a delivery destination cannot be changed: " + in.name());
              }
              DeliveryDestinationRow row =
                  new DeliveryDestinationRow(
                      call.accountId(),
                      in.name(),
                      DeliveryTables.arn(call, DeliveryTables.DESTINATION + in.name()),
                      type,
                      in.outputFormat() != null || before == null
                          ? in.outputFormat()
                          : before.outputFormat(),
                      resource,
                      before == null ? null : before.policy(),
                      in.tags() != null
                          ? Map.copyOf(in.tags())
                          : before == null ? Map.of() : before.tags());
              tables.destinations().put(transaction, key, row);
              return row;
            });
    return new PutDeliveryDestinationResponse().deliveryDestination(made.view());
  }

  private static String type(String given, String resourceArn) {
    if (resourceArn == null) {
      if ("XRAY".equals(given)) {
        return given;
      }
      throw LogsErrors.validation("deliveryDestinationConfiguration is required.");
    }
    Arn arn = Arn.parse(resourceArn);
    String type =
        switch (arn == null ? "" : arn.service()) {
          case "s3" -> "S3";
          case "logs" -> "CWL";
          case "firehose" -> "FH";
          default ->
              throw LogsErrors.validation(
                  "The destination must be a bucket, a log group or a delivery stream: "
                      + resourceArn);
        };
    if (given != null && !given.equals(type)) {
      throw LogsErrors.validation("The destination is not of the type " + given + ".");
    }
    return type;
  }

  private DeliveryDestinationRow destination(Reader reader, String name, Call call) {
    DeliveryDestinationRow row =
        tables.destinations().get(reader, DeliveryTables.key(call).with(name));
    if (row == null) {
      throw LogsErrors.notFound("The specified delivery destination does not exist: " + name);
    }
    return row;
  }

  /** Answers GetDeliveryDestination. */
  public GetDeliveryDestinationResponse getDestination(
      GetDeliveryDestinationRequest in, Call call) {
    return new GetDeliveryDestinationResponse()
        .deliveryDestination(logs.read(reader -> destination(reader, in.name(), call)).view());
  }

  /** Answers DescribeDeliveryDestinations. */
  public DescribeDeliveryDestinationsResponse destinations(
      DescribeDeliveryDestinationsRequest in, Call call) {
    DeliveryTables.Page<DeliveryDestinationRow> page =
        tables.page(tables.destinations(), call, in.limit(), in.nextToken());
    return new DescribeDeliveryDestinationsResponse()
        .deliveryDestinations(page.rows().stream().map(DeliveryDestinationRow::view).toList())
        .nextToken(page.next());
  }

  /** Answers DeleteDeliveryDestination. */
  public Unit deleteDestination(DeleteDeliveryDestinationRequest in, Call call) {
    logs.write(
        transaction -> {
          DeliveryDestinationRow row = destination(transaction, in.name(), call);
          for (Table.Row<DeliveryRow> delivery : tables.deliveries().scan(transaction, Key.EMPTY)) {
            if (delivery.value().destinationArn().equals(row.arn())) {
              throw inUse("destination", row.name());
            }
          }
          tables.destinations().delete(transaction, DeliveryTables.key(call).with(in.name()));
          return null;
        });
    return LogsWorld.done(call);
  }

  /** Answers PutDeliveryDestinationPolicy. */
  public PutDeliveryDestinationPolicyResponse putPolicy(
      PutDeliveryDestinationPolicyRequest in, Call call) {
    try {
      PolicyDocument.parse(in.deliveryDestinationPolicy(), PolicyKind.RESOURCE);
    } catch (RuntimeException e) {
      throw LogsErrors.validation("The policy is not valid: " + e.getMessage());
    }
    change(in.deliveryDestinationName(), in.deliveryDestinationPolicy(), call);
    return new PutDeliveryDestinationPolicyResponse()
        .policy(new Policy().deliveryDestinationPolicy(in.deliveryDestinationPolicy()));
  }

  private void change(String name, String policy, Call call) {
    logs.write(
        transaction -> {
          DeliveryDestinationRow row = destination(transaction, name, call).withPolicy(policy);
          tables.destinations().put(transaction, DeliveryTables.key(call).with(name), row);
          return null;
        });
  }

  /** Answers GetDeliveryDestinationPolicy. */
  public GetDeliveryDestinationPolicyResponse getPolicy(
      GetDeliveryDestinationPolicyRequest in, Call call) {
    String policy =
        logs.read(reader -> destination(reader, in.deliveryDestinationName(), call)).policy();
    return new GetDeliveryDestinationPolicyResponse()
        .policy(policy == null ? null : new Policy().deliveryDestinationPolicy(policy));
  }

  /** Answers DeleteDeliveryDestinationPolicy. */
  public Unit deletePolicy(DeleteDeliveryDestinationPolicyRequest in, Call call) {
    change(in.deliveryDestinationName(), null, call);
    return LogsWorld.done(call);
  }
}
