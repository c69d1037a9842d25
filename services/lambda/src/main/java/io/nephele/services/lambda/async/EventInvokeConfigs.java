package io.nephele.services.lambda.async;

import io.nephele.api.lambda.DeleteFunctionEventInvokeConfigRequest;
import io.nephele.api.lambda.DestinationConfig;
import io.nephele.api.lambda.FunctionEventInvokeConfig;
import io.nephele.api.lambda.GetFunctionEventInvokeConfigRequest;
import io.nephele.api.lambda.ListFunctionEventInvokeConfigsRequest;
import io.nephele.api.lambda.ListFunctionEventInvokeConfigsResponse;
import io.nephele.api.lambda.PutFunctionEventInvokeConfigRequest;
import io.nephele.api.lambda.UpdateFunctionEventInvokeConfigRequest;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import io.nephele.services.lambda.functions.ExecutionRoles;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.services.lambda.state.Pages;
import io.nephele.services.lambda.state.Structs;
import java.time.Instant;

/** How events of a function, version or alias are retried, and where their results go. */
public final class EventInvokeConfigs {
  private final LambdaWorld lambda;
  private final ExecutionRoles roles;
  private final Table<FunctionEventInvokeConfig> table =
      Table.of(
          "lambda.eventInvoke",
          Structs.codec(FunctionEventInvokeConfig::new, FunctionEventInvokeConfig::new));

  /** The configurations of a world. */
  public EventInvokeConfigs(LambdaWorld lambda, ExecutionRoles roles) {
    this.lambda = lambda;
    this.roles = roles;
  }

  /** The configuration of what was invoked, or null. */
  FunctionEventInvokeConfig find(FunctionRef ref) {
    return lambda.read(reader -> table.get(reader, place(ref)));
  }

  /** Removes the configurations of a function, version or alias. */
  public void delete(Transaction transaction, FunctionRef ref) {
    table.deletePrefix(transaction, ref.qualifier() == null ? ref.place() : place(ref));
  }

  private static Key place(FunctionRef ref) {
    return ref.place().with(qualifier(ref));
  }

  private static String qualifier(FunctionRef ref) {
    return ref.qualifier() == null ? FunctionRef.LATEST : ref.qualifier();
  }

  /** Answers PutFunctionEventInvokeConfig. */
  public FunctionEventInvokeConfig put(PutFunctionEventInvokeConfigRequest in, Call call) {
    return store(in.functionName(), in.qualifier(), in.struct(), false, call);
  }

  /** Answers UpdateFunctionEventInvokeConfig. */
  public FunctionEventInvokeConfig update(UpdateFunctionEventInvokeConfigRequest in, Call call) {
    return store(in.functionName(), in.qualifier(), in.struct(), true, call);
  }

  private FunctionEventInvokeConfig store(
      String name, String qualifier, Struct in, boolean keep, Call call) {
    FunctionRef ref = FunctionRef.parse(name, qualifier, call);
    if (in.get("MaximumRetryAttempts") == null
        && in.get("MaximumEventAgeInSeconds") == null
        && in.get("DestinationConfig") == null) {
      throw LambdaErrors.invalid(
          "You must specify at least one of error handling or destination setting.");
    }
    checkDestinations((Struct) in.get("DestinationConfig"), ref, call);
    Instant now = lambda.now();
    return lambda.change(
        ref,
        (transaction, function) -> {
          lambda.tables().require(transaction, ref, ref.qualifier());
          FunctionEventInvokeConfig before = table.get(transaction, place(ref));
          if (keep && before == null) {
            throw missing(ref);
          }
          FunctionEventInvokeConfig config = new FunctionEventInvokeConfig();
          config.destinationConfig(new DestinationConfig());
          if (keep) {
            Structs.take(config.struct(), before.struct());
          }
          Structs.take(config.struct(), in);
          config.functionArn(ref.arn(qualifier(ref))).lastModified(now);
          table.put(transaction, place(ref), config);
          return config;
        });
  }

  private void checkDestinations(Struct struct, FunctionRef ref, Call call) {
    if (struct == null) {
      return;
    }
    DestinationConfig destinations = new DestinationConfig(struct);
    String role =
        lambda
            .read(reader -> lambda.tables().require(reader, ref, ref.qualifier()))
            .configuration()
            .role();
    if (destinations.onSuccess() != null) {
      check(destinations.onSuccess().destination(), false, role, ref, call);
    }
    if (destinations.onFailure() != null) {
      check(destinations.onFailure().destination(), true, role, ref, call);
    }
  }

  private void check(String arn, boolean failure, String role, FunctionRef ref, Call call) {
    if (arn == null || arn.isEmpty()) {
      return;
    }
    Arn parsed = Arn.parse(arn);
    String action = parsed == null ? null : action(parsed, failure);
    if (action == null) {
      throw LambdaErrors.invalid(
          "The provided destination config DestinationConfig"
              + " is invalid: "
              + arn
              + " is no destination for asynchronous invocations.");
    }
    FunctionRef other = FunctionRef.ofArn(arn);
    if (other != null && other.unqualifiedArn().equals(ref.unqualifiedArn())) {
      throw LambdaErrors.invalid("You can't specify the function as a destination for itself.");
    }
    String resource = parsed.service().equals("s3") ? arn + "/*" : arn;
    if (!roles.may(role, ref, action, resource, call)) {
      throw LambdaErrors.invalid(
          "The function's execution role does not have permissions to call "
              + action.substring(action.indexOf(':') + 1)
              + " on "
              + arn);
    }
  }

  private static String action(Arn arn, boolean failure) {
    return switch (arn.service()) {
      case "sqs" -> arn.resource().endsWith(".fifo") ? null : "sqs:SendMessage";
      case "sns" -> arn.resource().endsWith(".fifo") ? null : "sns:Publish";
      case "lambda" -> "lambda:InvokeFunction";
      case "events" -> "events:PutEvents";
      case "s3" -> failure ? "s3:PutObject" : null;
      default -> null;
    };
  }

  private static AwsException missing(FunctionRef ref) {
    return LambdaErrors.notFound(
        "The function " + ref.arn(qualifier(ref)) + " doesn't have an EventInvokeConfig");
  }

  /** Answers GetFunctionEventInvokeConfig. */
  public FunctionEventInvokeConfig get(GetFunctionEventInvokeConfigRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    return lambda.read(reader -> require(reader, ref));
  }

  private FunctionEventInvokeConfig require(Reader reader, FunctionRef ref) {
    lambda.tables().require(reader, ref.with(null));
    FunctionEventInvokeConfig config = table.get(reader, place(ref));
    if (config == null) {
      throw missing(ref);
    }
    return config;
  }

  /** Answers DeleteFunctionEventInvokeConfig. */
  public Unit delete(DeleteFunctionEventInvokeConfigRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    return lambda.change(
        ref,
        (transaction, function) -> {
          require(transaction, ref);
          table.delete(transaction, place(ref));
          return LambdaWorld.done(call);
        });
  }

  /** Answers ListFunctionEventInvokeConfigs. */
  public ListFunctionEventInvokeConfigsResponse list(
      ListFunctionEventInvokeConfigsRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call);
    return lambda.read(
        reader -> {
          lambda.tables().require(reader, ref);
          Pages<FunctionEventInvokeConfig> page =
              Pages.of(reader, table, ref.place(), in.marker(), in.maxItems(), Table.Row::value);
          return new ListFunctionEventInvokeConfigsResponse()
              .functionEventInvokeConfigs(page.items())
              .nextMarker(page.next());
        });
  }
}
