package io.nephele.services.logs.filters;

import io.nephele.api.logs.DeleteDestinationRequest;
import io.nephele.api.logs.DescribeDestinationsRequest;
import io.nephele.api.logs.DescribeDestinationsResponse;
import io.nephele.api.logs.Destination;
import io.nephele.api.logs.PutDestinationPolicyRequest;
import io.nephele.api.logs.PutDestinationRequest;
import io.nephele.api.logs.PutDestinationResponse;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import io.nephele.policy.MalformedPolicyException;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.services.logs.events.PageTokens;
import io.nephele.services.logs.groups.TaggedResources;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Makes, lists and deletes destinations for the groups of other accounts. */
public final class Destinations implements TaggedResources {
  private static final String RESOURCE = "destination:";
  private static final int USUAL = 50;

  private final LogsWorld logs;
  private final Shipping shipping;

  /** By account, region and name. */
  private final Table<DestinationRow> table = Table.of("logs.destinations", DestinationRow.class);

  /** The destinations of a world. */
  public Destinations(LogsWorld logs, Shipping shipping) {
    this.logs = logs;
    this.shipping = shipping;
  }

  private static Key key(Call call) {
    return Key.of(call.accountId()).with(call.region().name());
  }

  /** The destination of an ARN, or null. */
  DestinationRow find(Reader reader, String text) {
    Arn arn = Arn.parse(text);
    return arn == null || !has(text)
        ? null
        : table.get(
            reader,
            Key.of(arn.account())
                .with(arn.region())
                .with(arn.resource().substring(RESOURCE.length())));
  }

  /** The access policy of the destination of an ARN and whose it is; null without one. */
  public Map.Entry<String, String> policy(String arn) {
    DestinationRow found = logs.read(reader -> find(reader, arn));
    return found == null || found.accessPolicy() == null
        ? null
        : Map.entry(found.accountId(), found.accessPolicy());
  }

  /** Answers PutDestination. */
  public PutDestinationResponse put(PutDestinationRequest in, Call call) {
    Arn target = Arn.parse(in.targetArn());
    boolean known =
        target != null
            && (target.service().equals("kinesis") || target.service().equals("firehose"));
    if (!known) {
      throw LogsErrors.invalid("Invalid target ARN: " + in.targetArn());
    }
    String arn =
        "arn:"
            + call.partition()
            + ":logs:"
            + call.region().name()
            + ":"
            + call.accountId()
            + ":"
            + RESOURCE
            + in.destinationName();
    try {
      shipping.check(arn, call.accountId(), call.region(), in.targetArn(), in.roleArn());
    } catch (AwsException e) {
      if (!e.clientFault()) {
        throw e;
      }
      throw LogsErrors.invalid(
          "Could not deliver test message to specified destination. Check if the destination is"
              + " valid.");
    }
    DestinationRow row =
        logs.write(
            transaction -> {
              Key key = key(call).with(in.destinationName());
              DestinationRow before = table.get(transaction, key);
              DestinationRow made =
                  new DestinationRow(
                      call.accountId(),
                      in.destinationName(),
                      arn,
                      in.targetArn(),
                      in.roleArn(),
                      before == null ? null : before.accessPolicy(),
                      before == null ? logs.now() : before.createdAt(),
                      in.tags() != null
                          ? Map.copyOf(in.tags())
                          : before == null ? Map.of() : before.tags());
              table.put(transaction, key, made);
              return made;
            });
    return new PutDestinationResponse().destination(description(row));
  }

  private static Destination description(DestinationRow row) {
    return new Destination()
        .destinationName(row.name())
        .targetArn(row.targetArn())
        .roleArn(row.roleArn())
        .accessPolicy(row.accessPolicy())
        .arn(row.arn())
        .creationTime(row.createdAt());
  }

  /** Answers PutDestinationPolicy. */
  public Unit putPolicy(PutDestinationPolicyRequest in, Call call) {
    try {
      PolicyDocument.parse(in.accessPolicy(), PolicyKind.RESOURCE);
    } catch (MalformedPolicyException e) {
      throw LogsErrors.invalid("Invalid access policy: " + e.getMessage());
    }
    logs.write(
        transaction -> {
          Key key = key(call).with(in.destinationName());
          DestinationRow before = require(table.get(transaction, key));
          table.put(
              transaction,
              key,
              new DestinationRow(
                  before.accountId(),
                  before.name(),
                  before.arn(),
                  before.targetArn(),
                  before.roleArn(),
                  in.accessPolicy(),
                  before.createdAt(),
                  before.tags()));
          return null;
        });
    return LogsWorld.done(call);
  }

  private static DestinationRow require(DestinationRow row) {
    if (row == null) {
      throw LogsErrors.notFound("The specified destination does not exist.");
    }
    return row;
  }

  /** Answers DeleteDestination. */
  public Unit delete(DeleteDestinationRequest in, Call call) {
    logs.write(
        transaction -> {
          Key key = key(call).with(in.destinationName());
          require(table.get(transaction, key));
          table.delete(transaction, key);
          return null;
        });
    return LogsWorld.done(call);
  }

  /** Answers DescribeDestinations. */
  public DescribeDestinationsResponse describe(DescribeDestinationsRequest in, Call call) {
    int limit = in.limit() == null ? USUAL : in.limit();
    Key own = key(call);
    KeyRange all =
        in.destinationNamePrefix() == null
            ? KeyRange.prefix(own)
            : KeyRange.textPrefix(own, in.destinationNamePrefix());
    KeyRange range =
        in.nextToken() == null ? all : all.startingAfter(own.with(PageTokens.read(in.nextToken())));
    return logs.read(
        reader -> {
          List<Destination> found = new ArrayList<>();
          String next = null;
          for (Table.Row<DestinationRow> row : table.scan(reader, range, Direction.FORWARD)) {
            if (found.size() == limit) {
              next = PageTokens.write(found.getLast().destinationName());
              break;
            }
            found.add(description(row.value()));
          }
          return new DescribeDestinationsResponse().destinations(found).nextToken(next);
        });
  }

  @Override
  public boolean has(String text) {
    Arn arn = Arn.parse(text);
    return arn != null && arn.service().equals("logs") && arn.resource().startsWith(RESOURCE);
  }

  @Override
  public Map<String, String> tags(String arn) {
    return logs.read(reader -> require(find(reader, arn))).tags();
  }

  @Override
  public void change(String arn, UnaryOperator<Map<String, String>> change) {
    logs.write(
        transaction -> {
          DestinationRow row = require(find(transaction, arn));
          Arn parsed = Arn.parse(arn);
          table.put(
              transaction,
              Key.of(parsed.account()).with(parsed.region()).with(row.name()),
              new DestinationRow(
                  row.accountId(),
                  row.name(),
                  row.arn(),
                  row.targetArn(),
                  row.roleArn(),
                  row.accessPolicy(),
                  row.createdAt(),
                  change.apply(row.tags())));
          return null;
        });
  }
}
