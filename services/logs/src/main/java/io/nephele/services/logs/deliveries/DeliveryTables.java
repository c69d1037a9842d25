package io.nephele.services.logs.deliveries;

import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.services.logs.events.PageTokens;
import io.nephele.services.logs.groups.TaggedResources;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The sources, destinations and deliveries of a world, and their tags. */
public final class DeliveryTables implements TaggedResources {
  static final String SOURCE = "delivery-source:";
  static final String DESTINATION = "delivery-destination:";
  static final String DELIVERY = "delivery:";
  private static final int USUAL_PAGE = 50;

  private final LogsWorld logs;

  /** Each by account, region and name or id. */
  private final Table<DeliverySourceRow> sources =
      Table.of("logs.deliverySources", DeliverySourceRow.class);

  private final Table<DeliveryDestinationRow> destinations =
      Table.of("logs.deliveryDestinations", DeliveryDestinationRow.class);
  private final Table<DeliveryRow> deliveries = Table.of("logs.deliveries", DeliveryRow.class);

  /** The tables of a world. */
  public DeliveryTables(LogsWorld logs) {
    this.logs = logs;
  }

  LogsWorld logs() {
    return logs;
  }

  Table<DeliverySourceRow> sources() {
    return sources;
  }

  Table<DeliveryDestinationRow> destinations() {
    return destinations;
  }

  Table<DeliveryRow> deliveries() {
    return deliveries;
  }

  static Key key(Call call) {
    return Key.of(call.accountId()).with(call.region().name());
  }

  static String arn(Call call, String resource) {
    return "arn:"
        + call.partition()
        + ":logs:"
        + call.region().name()
        + ":"
        + call.accountId()
        + ":"
        + resource;
  }

  /** A page of a table, and the token of the next one. */
  record Page<V>(List<V> rows, String next) {}

  <V> Page<V> page(Table<V> table, Call call, Integer limit, String token) {
    int most = limit == null ? USUAL_PAGE : limit;
    return logs.read(
        reader -> {
          KeyRange range = KeyRange.prefix(key(call));
          if (token != null) {
            range = range.startingAt(key(call).with(PageTokens.read(token)));
          }
          List<V> rows = new ArrayList<>();
          for (Table.Row<V> row : table.scan(reader, range, Direction.FORWARD)) {
            if (rows.size() == most) {
              String name = row.key().without(key(call)).reader().nextText();
              return new Page<>(rows, PageTokens.write(name));
            }
            rows.add(row.value());
          }
          return new Page<>(rows, null);
        });
  }

  /** The destination of an ARN, or null. */
  DeliveryDestinationRow destination(Reader reader, String text) {
    Arn arn = Arn.parse(text);
    return arn == null || !arn.resource().startsWith(DESTINATION)
        ? null
        : destinations.get(reader, place(arn));
  }

  /** The policy of the destination of an ARN and whose it is; null without one. */
  public Map.Entry<String, String> policy(String arn) {
    DeliveryDestinationRow found = logs.read(reader -> destination(reader, arn));
    return found == null || found.policy() == null
        ? null
        : Map.entry(found.accountId(), found.policy());
  }

  private static Key place(Arn arn) {
    String name = arn.resource().substring(arn.resource().indexOf(':') + 1);
    return Key.of(arn.account()).with(arn.region()).with(name);
  }

  @Override
  public boolean has(String text) {
    Arn arn = Arn.parse(text);
    return arn != null
        && arn.service().equals("logs")
        && (arn.resource().startsWith(SOURCE)
            || arn.resource().startsWith(DESTINATION)
            || arn.resource().startsWith(DELIVERY));
  }

  @Override
  public Map<String, String> tags(String text) {
    Arn arn = Arn.parse(text);
    Map<String, String> found =
        logs.read(
            reader -> {
              Key place = place(arn);
              if (arn.resource().startsWith(SOURCE)) {
                DeliverySourceRow row = sources.get(reader, place);
                return row == null ? null : row.tags();
              }
              if (arn.resource().startsWith(DESTINATION)) {
                DeliveryDestinationRow row = destinations.get(reader, place);
                return row == null ? null : row.tags();
              }
              DeliveryRow row = deliveries.get(reader, place);
              return row == null ? null : row.tags();
            });
    if (found == null) {
      throw LogsErrors.notFound("The specified resource does not exist: " + text);
    }
    return found;
  }

  @Override
  public void change(String text, UnaryOperator<Map<String, String>> change) {
    Map<String, String> tags = change.apply(tags(text));
    Arn arn = Arn.parse(text);
    Key place = place(arn);
    logs.write(
        transaction -> {
          if (arn.resource().startsWith(SOURCE)) {
            DeliverySourceRow row = sources.get(transaction, place);
            sources.put(
                transaction,
                place,
                new DeliverySourceRow(
                    row.name(), row.arn(), row.resourceArn(), row.service(), row.logType(), tags));
          } else if (arn.resource().startsWith(DESTINATION)) {
            DeliveryDestinationRow row = destinations.get(transaction, place);
            destinations.put(
                transaction,
                place,
                new DeliveryDestinationRow(
                    row.accountId(),
                    row.name(),
                    row.arn(),
                    row.type(),
                    row.outputFormat(),
                    row.resourceArn(),
                    row.policy(),
                    tags));
          } else {
            DeliveryRow row = deliveries.get(transaction, place);
            deliveries.put(
                transaction,
                place,
                new DeliveryRow(
                    row.id(),
                    row.arn(),
                    row.source(),
                    row.destinationArn(),
                    row.type(),
                    row.recordFields(),
                    row.fieldDelimiter(),
                    row.suffixPath(),
                    row.hivePaths(),
                    tags));
          }
          return null;
        });
  }
}
