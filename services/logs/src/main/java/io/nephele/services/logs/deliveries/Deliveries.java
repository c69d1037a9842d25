package io.nephele.services.logs.deliveries;

import io.nephele.api.logs.AccessDeniedException;
import io.nephele.api.logs.ConflictException;
import io.nephele.api.logs.CreateDeliveryRequest;
import io.nephele.api.logs.CreateDeliveryResponse;
import io.nephele.api.logs.DeleteDeliveryRequest;
import io.nephele.api.logs.DescribeDeliveriesRequest;
import io.nephele.api.logs.DescribeDeliveriesResponse;
import io.nephele.api.logs.GetDeliveryRequest;
import io.nephele.api.logs.GetDeliveryResponse;
import io.nephele.api.logs.S3DeliveryConfiguration;
import io.nephele.api.logs.UpdateDeliveryConfigurationRequest;
import io.nephele.api.logs.UpdateDeliveryConfigurationResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import io.nephele.policy.ConditionKeys;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.Map;

/** Which logs are to be delivered where. No service here writes such logs yet. */
public final class Deliveries {
  private static final int ID_LENGTH = 16;

  private final DeliveryTables tables;
  private final DeliveryEnds ends;
  private final LogsWorld logs;

  /** The deliveries of a world. */
  public Deliveries(DeliveryTables tables, DeliveryEnds ends) {
    this.tables = tables;
    this.ends = ends;
    this.logs = tables.logs();
  }

  /** Answers CreateDelivery. */
  public CreateDeliveryResponse create(CreateDeliveryRequest in, Call call) {
    DeliveryDestinationRow to =
        logs.read(reader -> tables.destination(reader, in.deliveryDestinationArn()));
    if (to == null) {
      throw LogsErrors.notFound(
          "The specified delivery destination does not exist: " + in.deliveryDestinationArn());
    }
    if (!to.accountId().equals(call.accountId())) {
      checkAllowed(to.arn(), call);
    }
    S3DeliveryConfiguration s3 = in.s3DeliveryConfiguration();
    checkS3(to.type(), s3);
    String id = logs.world().ids().alphanumeric(ID_LENGTH);
    DeliveryRow made =
        new DeliveryRow(
            id,
            DeliveryTables.arn(call, DeliveryTables.DELIVERY + id),
            in.deliverySourceName(),
            to.arn(),
            to.type(),
            in.recordFields(),
            in.fieldDelimiter(),
            s3 == null ? null : s3.suffixPath(),
            s3 == null ? null : s3.enableHiveCompatiblePath(),
            in.tags() == null ? Map.of() : Map.copyOf(in.tags()));
    logs.write(
        transaction -> {
          ends.source(transaction, in.deliverySourceName(), call);
          checkNew(transaction, made, call);
          tables.deliveries().put(transaction, DeliveryTables.key(call).with(id), made);
          return null;
        });
    return new CreateDeliveryResponse().delivery(made.view());
  }

  /** The destination of another account has to have a policy that lets the caller deliver. */
  private void checkAllowed(String arn, Call call) {
    AwsException denial =
        logs.world()
            .access()
            .authorize(call, "logs:CreateDelivery", arn, ConditionKeys.builder().build())
            .denial();
    if (denial != null) {
      throw new AccessDeniedException(denial.getMessage());
    }
  }

  private static void checkS3(String type, S3DeliveryConfiguration s3) {
    if (s3 != null && !type.equals("S3")) {
      throw LogsErrors.validation(
          "s3DeliveryConfiguration is for delivery destinations of the type S3.");
    }
  }

  private void checkNew(Transaction transaction, DeliveryRow made, Call call) {
    for (Table.Row<DeliveryRow> row :
        tables.deliveries().scan(transaction, DeliveryTables.key(call))) {
      DeliveryRow other = row.value();
      if (other.source().equals(made.source())
          && other.destinationArn().equals(made.destinationArn())) {
        throw new ConflictException(
            "There is a delivery of that source to that destination already: " + other.id());
      }
    }
  }

  private DeliveryRow require(Reader reader, String id, Call call) {
    DeliveryRow row = tables.deliveries().get(reader, DeliveryTables.key(call).with(id));
    if (row == null) {
      throw LogsErrors.notFound("The specified delivery does not exist: " + id);
    }
    return row;
  }

  /** Answers GetDelivery. */
  public GetDeliveryResponse get(GetDeliveryRequest in, Call call) {
    return new GetDeliveryResponse()
        .delivery(logs.read(reader -> require(reader, in.id(), call)).view());
  }

  /** Answers DescribeDeliveries. */
  public DescribeDeliveriesResponse describe(DescribeDeliveriesRequest in, Call call) {
    DeliveryTables.Page<DeliveryRow> page =
        tables.page(tables.deliveries(), call, in.limit(), in.nextToken());
    return new DescribeDeliveriesResponse()
        .deliveries(page.rows().stream().map(DeliveryRow::view).toList())
        .nextToken(page.next());
  }

  /** Answers UpdateDeliveryConfiguration. */
  public UpdateDeliveryConfigurationResponse update(
      UpdateDeliveryConfigurationRequest in, Call call) {
    logs.write(
        transaction -> {
          DeliveryRow known = require(transaction, in.id(), call);
          S3DeliveryConfiguration s3 = in.s3DeliveryConfiguration();
          checkS3(known.type(), s3);
          DeliveryRow changed =
              new DeliveryRow(
                  known.id(),
                  known.arn(),
                  known.source(),
                  known.destinationArn(),
                  known.type(),
                  in.recordFields() == null ? known.recordFields() : in.recordFields(),
                  in.fieldDelimiter() == null ? known.fieldDelimiter() : in.fieldDelimiter(),
                  s3 == null ? known.suffixPath() : s3.suffixPath(),
                  s3 == null ? known.hivePaths() : s3.enableHiveCompatiblePath(),
                  known.tags());
          tables.deliveries().put(transaction, DeliveryTables.key(call).with(in.id()), changed);
          return null;
        });
    return new UpdateDeliveryConfigurationResponse();
  }

  /** Answers DeleteDelivery. */
  public Unit delete(DeleteDeliveryRequest in, Call call) {
    logs.write(
        transaction -> {
          require(transaction, in.id(), call);
          tables.deliveries().delete(transaction, DeliveryTables.key(call).with(in.id()));
          return null;
        });
    return LogsWorld.done(call);
  }
}
