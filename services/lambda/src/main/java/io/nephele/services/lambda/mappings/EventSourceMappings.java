package io.nephele.services.lambda.mappings;

import io.nephele.api.lambda.CreateEventSourceMappingRequest;
import io.nephele.api.lambda.DeleteEventSourceMappingRequest;
import io.nephele.api.lambda.EventSourceMappingConfiguration;
import io.nephele.api.lambda.FunctionConfiguration;
import io.nephele.api.lambda.GetEventSourceMappingRequest;
import io.nephele.api.lambda.ListEventSourceMappingsRequest;
import io.nephele.api.lambda.ListEventSourceMappingsResponse;
import io.nephele.api.lambda.UpdateEventSourceMappingRequest;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.durable.DurableFunctions;
import io.nephele.services.lambda.functions.ExecutionRoles;
import io.nephele.services.lambda.functions.ResourceTags;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.services.lambda.state.Pages;
import io.nephele.wire.cbor.StoredStructs;
import java.util.Map;

/**
 * The operations on event source mappings. A mapping is polled, or no longer, when the operation is
 * answered; answers tell the states that AWS's do.
 */
public final class EventSourceMappings {
  private static final String NO_RESULT = "No records processed";

  private final LambdaWorld lambda;
  private final Mappings mappings;
  private final MappingRules rules;
  private final SourceChecks sources;
  private final ResourceTags tags;

  /** The mappings of a world. */
  public EventSourceMappings(
      LambdaWorld lambda, Mappings mappings, ExecutionRoles roles, ResourceTags tags) {
    this.lambda = lambda;
    this.mappings = mappings;
    this.rules = new MappingRules(roles);
    this.sources = new SourceChecks(lambda, roles);
    this.tags = tags;
  }

  /** Answers CreateEventSourceMapping. */
  public EventSourceMappingConfiguration create(CreateEventSourceMappingRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call);
    if (in.eventSourceArn() == null) {
      if (in.selfManagedEventSource() != null) {
        throw LambdaErrors.notImplemented("event sources of self-managed Apache Kafka");
      }
      throw LambdaErrors.invalid(
          "Unrecognized event source, must be kinesis, dynamodb stream" + " or sqs.");
    }
    Arn source = Arn.parse(in.eventSourceArn());
    SourceKind kind = SourceKind.of(source);
    MappingRules.refuseWhatIsMissing(in.struct(), kind);
    EventSourceMappingConfiguration mapping = MappingRules.create(in.struct(), kind);
    MappingRules.check(mapping, kind, source);
    checkFunction(ref, kind, source, call);
    String uuid = lambda.uuid();
    String arn =
        "arn:"
            + call.partition()
            + ":lambda:"
            + ref.region()
            + ':'
            + ref.accountId()
            + ":event-source-mapping:"
            + uuid;
    mapping
        .uuid(uuid)
        .functionArn(ref.arn())
        .eventSourceMappingArn(arn)
        .stateTransitionReason(kind.isStream() ? "User action" : "USER_INITIATED")
        .lastModified(lambda.now());
    MappingRow row =
        new MappingRow(
            uuid,
            ref.accountId(),
            ref.region(),
            ref.name(),
            ref.qualifier(),
            Bytes.of(StoredStructs.write(mapping.struct())),
            !Boolean.FALSE.equals(in.enabled()),
            0,
            kind.isStream() ? NO_RESULT : null);
    lambda.write(
        transaction -> {
          lambda.tables().require(transaction, ref, ref.qualifier());
          refuseSecond(transaction, row, source);
          mappings.put(transaction, row, null);
          tags.put(transaction, arn, in.tags() == null ? Map.of() : in.tags());
          return null;
        });
    return answer(row, "Creating");
  }

  private void checkFunction(FunctionRef ref, SourceKind kind, Arn source, Call call) {
    FunctionConfiguration function =
        lambda
            .read(
                reader -> {
                  lambda.tables().require(reader, ref);
                  return lambda.tables().require(reader, ref, ref.qualifier());
                })
            .configuration();
    if (function.tenancyConfig() != null) {
      throw LambdaErrors.invalid(
          "Event source mappings are not supported for functions with tenant isolation mode.");
    }
    if (function.durableConfig() != null) {
      DurableFunctions.checkEventSource(ref, function.durableConfig());
    }
    rules.checkRole(function, ref, kind, source, call);
    sources.check(function, ref, kind, source);
  }

  private void refuseSecond(Reader reader, MappingRow row, Arn source) {
    Key owner = Key.of(row.accountId()).with(row.region());
    for (Table.Row<MappingRow> each : mappings.rows().scan(reader, owner)) {
      MappingRow other = each.value();
      if (other.function().arn().equals(row.function().arn()) && other.source().equals(source)) {
        throw LambdaErrors.conflict(
            "An event source mapping with "
                + (source.service().equals("sqs") ? "SQS" : source.service())
                + " arn (\" "
                + source
                + " \") and function (\" "
                + row.functionName()
                + " \") already exists. Please update or delete the existing mapping with UUID "
                + other.uuid());
      }
    }
  }

  private static EventSourceMappingConfiguration answer(MappingRow row, String state) {
    return row.copy()
        .lastProcessingResult(row.result())
        .state(state != null ? state : row.enabled() ? "Enabled" : "Disabled");
  }

  private static Key place(String uuid, Call call) {
    return Key.of(call.accountId()).with(call.region().name()).with(uuid);
  }

  private static AwsException missing() {
    return LambdaErrors.notFound("The resource you requested does not exist.");
  }

  private MappingRow require(Reader reader, String uuid, Call call) {
    MappingRow row = mappings.rows().get(reader, place(uuid, call));
    if (row == null) {
      throw missing();
    }
    return row;
  }

  /** Answers GetEventSourceMapping. */
  public EventSourceMappingConfiguration get(GetEventSourceMappingRequest in, Call call) {
    return answer(lambda.read(reader -> require(reader, in.uuid(), call)), null);
  }

  /** Answers UpdateEventSourceMapping. */
  public EventSourceMappingConfiguration update(UpdateEventSourceMappingRequest in, Call call) {
    MappingRow known = lambda.read(reader -> require(reader, in.uuid(), call));
    Arn source = known.source();
    SourceKind kind = SourceKind.of(source);
    MappingRules.refuseWhatIsMissing(in.struct(), kind);
    FunctionRef ref =
        in.functionName() == null
            ? known.function()
            : FunctionRef.parse(in.functionName(), null, call);
    if (in.functionName() != null) {
      checkFunction(ref, kind, source, call);
    }
    MappingRow changed =
        lambda.write(
            transaction -> {
              MappingRow before = require(transaction, in.uuid(), call);
              EventSourceMappingConfiguration mapping = before.copy();
              MappingRules.take(in.struct(), mapping);
              MappingRules.check(mapping, kind, source);
              mapping.uuid(before.uuid()).functionArn(ref.arn()).lastModified(lambda.now());
              boolean enabled = in.enabled() == null ? before.enabled() : in.enabled();
              MappingRow after = before.with(mapping, enabled, ref);
              mappings.put(transaction, after, before);
              return after;
            });
    String state =
        in.enabled() != null && in.enabled() != known.enabled()
            ? in.enabled() ? "Enabling" : "Disabling"
            : "Updating";
    return answer(changed, state);
  }

  /** Answers DeleteEventSourceMapping. */
  public EventSourceMappingConfiguration delete(DeleteEventSourceMappingRequest in, Call call) {
    return lambda.write(
        transaction -> {
          MappingRow row = require(transaction, in.uuid(), call);
          mappings.delete(transaction, row);
          tags.put(transaction, row.configuration().eventSourceMappingArn(), Map.of());
          return answer(row, "Deleting");
        });
  }

  /** Answers ListEventSourceMappings. */
  public ListEventSourceMappingsResponse list(ListEventSourceMappingsRequest in, Call call) {
    Key owner = Key.of(call.accountId()).with(call.region().name());
    FunctionRef ref =
        in.functionName() == null ? null : FunctionRef.parse(in.functionName(), null, call);
    return lambda.read(
        reader -> {
          Pages<EventSourceMappingConfiguration> page =
              Pages.of(
                  reader,
                  mappings.rows(),
                  owner,
                  in.marker(),
                  in.maxItems(),
                  row ->
                      isWanted(row.value(), ref, in.eventSourceArn())
                          ? answer(row.value(), null)
                          : null);
          return new ListEventSourceMappingsResponse()
              .eventSourceMappings(page.items())
              .nextMarker(page.next());
        });
  }

  private static boolean isWanted(MappingRow row, FunctionRef ref, String source) {
    return (ref == null || row.function().arn().equals(ref.arn()))
        && (source == null || source.equals(row.configuration().eventSourceArn()));
  }
}
