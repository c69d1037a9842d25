package io.nephele.services.dynamodb.kinesis;

import io.nephele.api.dynamodb.DescribeKinesisStreamingDestinationInput;
import io.nephele.api.dynamodb.DescribeKinesisStreamingDestinationOutput;
import io.nephele.api.dynamodb.EnableKinesisStreamingConfiguration;
import io.nephele.api.dynamodb.KinesisDataStreamDestination;
import io.nephele.api.dynamodb.KinesisStreamingDestinationInput;
import io.nephele.api.dynamodb.KinesisStreamingDestinationOutput;
import io.nephele.api.dynamodb.ResourceNotFoundException;
import io.nephele.api.dynamodb.UpdateKinesisStreamingConfiguration;
import io.nephele.api.dynamodb.UpdateKinesisStreamingDestinationInput;
import io.nephele.api.dynamodb.UpdateKinesisStreamingDestinationOutput;
import io.nephele.api.kinesis.DescribeStreamInput;
import io.nephele.api.kinesis.Kinesis;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.KinesisDestination;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** To which Kinesis data streams the changes of tables go. */
public final class KinesisDestinations {
  private static final String MILLISECOND = "MILLISECOND";

  private final World world;
  private final TableCatalog catalog;
  private final ReplicationRole role;

  /** The destinations of that catalog's tables. */
  public KinesisDestinations(World world, TableCatalog catalog) {
    this.world = world;
    this.catalog = catalog;
    this.role = new ReplicationRole(world);
  }

  /** Answers EnableKinesisStreamingDestination. */
  public KinesisStreamingDestinationOutput enable(KinesisStreamingDestinationInput in, Call call) {
    TableDefinition table = catalog.require(in.tableName(), call);
    EnableKinesisStreamingConfiguration configuration = in.enableKinesisStreamingConfiguration();
    String asked =
        configuration == null ? null : configuration.approximateCreationDateTimePrecision();
    checkArn(in.streamArn(), table);
    checkFree(table);
    role.create(call);
    checkStream(in.streamArn(), table, call);
    change(
        table.address(),
        destinations -> {
          List<KinesisDestination> changed = new ArrayList<>();
          for (KinesisDestination each : destinations) {
            if (each.active()) {
              throw notFree();
            }
            if (!each.streamArn().equals(in.streamArn())) {
              changed.add(each);
            }
          }
          changed.add(
              new KinesisDestination(in.streamArn(), true, asked == null ? MILLISECOND : asked));
          return changed;
        });
    return output(table, in.streamArn(), "ENABLING")
        .enableKinesisStreamingConfiguration(configuration);
  }

  private static KinesisStreamingDestinationOutput output(
      TableDefinition table, String streamArn, String status) {
    return new KinesisStreamingDestinationOutput()
        .tableName(table.name())
        .streamArn(streamArn)
        .destinationStatus(status);
  }

  private static void checkArn(String text, TableDefinition table) {
    Arn arn = Arn.parse(text);
    boolean its =
        arn != null
            && arn.service().equals("kinesis")
            && arn.resource().startsWith("stream/")
            && arn.region().equals(table.row().region())
            && arn.account().equals(table.row().accountId());
    if (!its) {
      throw DynamoErrors.validation(
          "Invalid StreamArn: "
              + text
              + " is not a Kinesis data stream in the account and Region of the table");
    }
  }

  private static void checkFree(TableDefinition table) {
    if (!table.destinations().isEmpty()) {
      throw notFree();
    }
  }

  private static AwsException notFree() {
    return DynamoErrors.validation(
        "Table is not in a valid state to enable Kinesis Streaming Destination:"
            + " KinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE"
            + " operation.");
  }

  private void checkStream(String streamArn, TableDefinition table, Call call) {
    try {
      world.call(
          Kinesis.DescribeStream,
          new DescribeStreamInput().streamARN(streamArn).limit(1),
          role.session(table.address(), call.region()),
          call.region());
    } catch (AwsException e) {
      if (e.code().equals("ResourceNotFoundException")) {
        throw new ResourceNotFoundException(
            "Requested resource not found: Kinesis stream: " + streamArn + " not found");
      }
      throw e;
    }
  }

  /** Answers DisableKinesisStreamingDestination. */
  public KinesisStreamingDestinationOutput disable(KinesisStreamingDestinationInput in, Call call) {
    TableDefinition table = catalog.require(in.tableName(), call);
    change(
        table.address(),
        destinations ->
            replaced(
                destinations,
                in.streamArn(),
                "disable",
                known -> new KinesisDestination(known.streamArn(), false, known.precision())));
    return output(table, in.streamArn(), "DISABLING");
  }

  /** Answers UpdateKinesisStreamingDestination. */
  public UpdateKinesisStreamingDestinationOutput update(
      UpdateKinesisStreamingDestinationInput in, Call call) {
    TableDefinition table = catalog.require(in.tableName(), call);
    UpdateKinesisStreamingConfiguration configuration = in.updateKinesisStreamingConfiguration();
    String precision =
        configuration == null ? null : configuration.approximateCreationDateTimePrecision();
    if (precision == null) {
      throw DynamoErrors.validation(
          "Streaming destination cannot be updated with given parameters:"
              + " UpdateKinesisStreamingConfiguration cannot be null or contain only null values");
    }
    change(
        table.address(),
        destinations ->
            replaced(
                destinations,
                in.streamArn(),
                "update",
                known -> {
                  if (known.precision().equals(precision)) {
                    throw DynamoErrors.validation(
                        "Invalid Request: Precision is already set to the desired value of "
                            + precision
                            + " for tableId: "
                            + table.row().id()
                            + ", kcdsArn: "
                            + known.streamArn());
                  }
                  return new KinesisDestination(known.streamArn(), true, precision);
                }));
    return new UpdateKinesisStreamingDestinationOutput()
        .tableName(table.name())
        .streamArn(in.streamArn())
        .destinationStatus("UPDATING")
        .updateKinesisStreamingConfiguration(configuration);
  }

  private static List<KinesisDestination> replaced(
      List<KinesisDestination> destinations,
      String streamArn,
      String verb,
      UnaryOperator<KinesisDestination> by) {
    List<KinesisDestination> changed = new ArrayList<>(destinations);
    for (int i = 0; i < changed.size(); i++) {
      KinesisDestination known = changed.get(i);
      if (known.streamArn().equals(streamArn) && known.active()) {
        changed.set(i, by.apply(known));
        return changed;
      }
    }
    throw DynamoErrors.validation(
        "Table is not in a valid state to "
            + verb
            + " Kinesis Streaming Destination: KinesisStreamingDestination must be ACTIVE to"
            + " perform "
            + verb.toUpperCase(java.util.Locale.ROOT)
            + " operation.");
  }

  private void change(TableAddress address, UnaryOperator<List<KinesisDestination>> change) {
    world
        .store()
        .write(
            transaction -> {
              TableDefinition table = catalog.require(transaction, address);
              List<KinesisDestination> changed = List.copyOf(change.apply(destinations(table)));
              return catalog.put(
                  transaction, table.row().with(table.row().settings().withDestinations(changed)));
            });
  }

  private static List<KinesisDestination> destinations(TableDefinition table) {
    List<KinesisDestination> known = table.row().settings().destinations();
    return known == null ? List.of() : known;
  }

  /** Answers DescribeKinesisStreamingDestination. */
  public DescribeKinesisStreamingDestinationOutput describe(
      DescribeKinesisStreamingDestinationInput in, Call call) {
    TableDefinition table = catalog.require(in.tableName(), call);
    List<KinesisDataStreamDestination> shown = new ArrayList<>();
    for (KinesisDestination each : destinations(table)) {
      shown.add(
          new KinesisDataStreamDestination()
              .streamArn(each.streamArn())
              .destinationStatus(each.active() ? "ACTIVE" : "DISABLED")
              .approximateCreationDateTimePrecision(each.precision()));
    }
    return new DescribeKinesisStreamingDestinationOutput()
        .tableName(table.name())
        .kinesisDataStreamDestinations(shown);
  }
}
