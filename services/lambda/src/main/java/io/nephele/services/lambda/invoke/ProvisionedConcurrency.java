package io.nephele.services.lambda.invoke;

import io.nephele.api.lambda.DeleteProvisionedConcurrencyConfigRequest;
import io.nephele.api.lambda.GetProvisionedConcurrencyConfigRequest;
import io.nephele.api.lambda.GetProvisionedConcurrencyConfigResponse;
import io.nephele.api.lambda.ListProvisionedConcurrencyConfigsRequest;
import io.nephele.api.lambda.ListProvisionedConcurrencyConfigsResponse;
import io.nephele.api.lambda.ProvisionedConcurrencyConfigListItem;
import io.nephele.api.lambda.ProvisionedConcurrencyConfigNotFoundException;
import io.nephele.api.lambda.ProvisionedConcurrencyStatusEnum;
import io.nephele.api.lambda.PutProvisionedConcurrencyConfigRequest;
import io.nephele.api.lambda.PutProvisionedConcurrencyConfigResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import io.nephele.services.lambda.environments.EnvironmentException;
import io.nephele.services.lambda.environments.InitOutcome;
import io.nephele.services.lambda.environments.InitializationType;
import io.nephele.services.lambda.functions.ReservedConcurrency;
import io.nephele.services.lambda.functions.SnapStartRules;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.FunctionRow;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.services.lambda.state.Pages;
import io.nephele.services.lambda.state.Structs;
import io.nephele.services.lambda.state.Times;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Environments that are initialised before they are needed. What is wanted is in the store; the
 * environments themselves are made again when somebody asks after a restart.
 */
public final class ProvisionedConcurrency {
  private static final int LEAST_UNRESERVED = 100;

  private final LambdaWorld lambda;
  private final Targets targets;
  private final Starter starter;
  private final Pool pool;
  private final Table<Row> rows = Table.of("lambda.provisioned", Row.class);

  /** The ARNs for which environments are being made, and why the last could not be. */
  private final Set<String> working = ConcurrentHashMap.newKeySet();

  private final Map<String, String> failures = new ConcurrentHashMap<>();

  /** The versions for which environments were made, by the ARN that they were wanted for. */
  private final Map<String, String> versions = new ConcurrentHashMap<>();

  /** What is stored. */
  record Row(String qualifier, int wanted, String modifiedAt) {}

  ProvisionedConcurrency(LambdaWorld lambda, Targets targets, Starter starter, Pool pool) {
    this.lambda = lambda;
    this.targets = targets;
    this.starter = starter;
    this.pool = pool;
  }

  /** Removes what is wanted for a function, version or alias. */
  public void delete(Transaction transaction, FunctionRef ref) {
    rows.deletePrefix(transaction, ref.qualifier() == null ? ref.place() : place(ref));
    if (ref.qualifier() != null) {
      transaction.afterCommit(() -> pool.retire(ref.arn()));
    }
  }

  /** An alias may be of another version now. */
  void moved(FunctionRef alias) {
    failures.remove(alias.arn());
    allocateWanted(alias);
  }

  /** An invocation had to wait for an environment; those that are wanted may be gone. */
  void missed(Target target) {
    allocateWanted(target.ref().with(target.version()));
    if (target.ref().isAlias()) {
      allocateWanted(target.ref());
    }
  }

  private void allocateWanted(FunctionRef ref) {
    Row row = lambda.read(reader -> rows.get(reader, place(ref)));
    if (row != null && !failures.containsKey(ref.arn())) {
      allocate(ref, row.wanted());
    }
  }

  private static Key place(FunctionRef ref) {
    return ref.place().with(ref.qualifier());
  }

  /** Answers PutProvisionedConcurrencyConfig. */
  public PutProvisionedConcurrencyConfigResponse put(
      PutProvisionedConcurrencyConfigRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    int wanted = in.provisionedConcurrentExecutions();
    if (ref.isLatest()) {
      throw LambdaErrors.invalid(
          "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
    }
    Target target = targets.find(ref);
    if (target.version().equals(FunctionRef.LATEST)) {
      throw LambdaErrors.invalid(
          "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
    }
    if (SnapStartRules.isSnapshot(target.configuration())) {
      throw LambdaErrors.invalid(
          "Provisioned Concurrency is not supported for SnapStart functions.");
    }
    if (target.configuration().tenancyConfig() != null) {
      throw LambdaErrors.invalid(
          "Provisioned Concurrency is not supported for functions with tenant isolation mode.");
    }
    lambda.change(
        ref,
        (transaction, function) -> {
          check(transaction, function, ref, wanted);
          Row row = new Row(ref.qualifier(), wanted, Times.withOffset(lambda.now()));
          rows.put(transaction, place(ref), row);
          return null;
        });
    failures.remove(ref.arn());
    pool.retire(target.versionArn());
    allocate(ref, wanted);
    PutProvisionedConcurrencyConfigResponse out = new PutProvisionedConcurrencyConfigResponse();
    Structs.take(out.struct(), of(ref, row(ref)).struct());
    return out.status(ProvisionedConcurrencyStatusEnum.IN_PROGRESS)
        .availableProvisionedConcurrentExecutions(0)
        .allocatedProvisionedConcurrentExecutions(0);
  }

  private void check(Transaction transaction, FunctionRow function, FunctionRef ref, int wanted) {
    int others = 0;
    for (Table.Row<Row> each : rows.scan(transaction, ref.place())) {
      others += each.value().qualifier().equals(ref.qualifier()) ? 0 : each.value().wanted();
    }
    Integer reserved = function.reservedConcurrency();
    if (reserved != null && others + wanted > reserved) {
      throw LambdaErrors.invalid(
          "Requested Provisioned Concurrency should not be greater than the"
              + " reservedConcurrentExecution for function");
    }
    int most =
        ReservedConcurrency.ACCOUNT
            - LEAST_UNRESERVED
            - ReservedConcurrency.sum(lambda, transaction, ref.owner());
    if (reserved == null && others + wanted > most) {
      throw LambdaErrors.invalid(
          "Specified ConcurrentExecutions for function is greater than account's unreserved"
              + " concurrency ["
              + (most + LEAST_UNRESERVED)
              + "].");
    }
  }

  /** Makes what environments are missing, on a thread of its own. */
  private void allocate(FunctionRef ref, int wanted) {
    if (!working.add(ref.arn())) {
      return;
    }
    lambda
        .world()
        .clock()
        .start(
            "provisioned concurrency of " + ref.name(),
            () -> {
              try {
                Target target = targets.find(ref);
                String before = versions.put(ref.arn(), target.versionArn());
                if (before != null && !before.equals(target.versionArn())) {
                  pool.retire(before);
                }
                while (pool.provisioned(target.versionArn()) < wanted && add(target, ref)) {
                  // one environment more
                }
              } catch (AwsException gone) {
                failures.put(ref.arn(), gone.getMessage());
              } finally {
                working.remove(ref.arn());
              }
            });
  }

  /** Makes an environment; false if no more can be made. */
  private boolean add(Target target, FunctionRef ref) {
    int generation = pool.generation(target.versionArn());
    Warm warm;
    try {
      warm = starter.start(target, InitializationType.PROVISIONED_CONCURRENCY, null);
    } catch (EnvironmentException | AwsException e) {
      failures.put(ref.arn(), e.getMessage());
      return false;
    }
    InitOutcome outcome = warm.environment().init();
    warm.logs().flush();
    if (!outcome.succeeded()) {
      failures.put(ref.arn(), "FUNCTION_ERROR_INIT_FAILURE");
      warm.close();
      return false;
    }
    if (!pool.add(target, warm, generation)) {
      warm.close();
      return false;
    }
    return true;
  }

  private Row row(FunctionRef ref) {
    return lambda.read(reader -> require(reader, ref));
  }

  private Row require(Reader reader, FunctionRef ref) {
    lambda.tables().require(reader, ref.with(null));
    Row row = ref.isLatest() ? null : rows.get(reader, place(ref));
    if (row == null) {
      throw new ProvisionedConcurrencyConfigNotFoundException(
              "No Provisioned Concurrency Config found for this function")
          .type("User");
    }
    return row;
  }

  /** Answers GetProvisionedConcurrencyConfig. */
  public GetProvisionedConcurrencyConfigResponse get(
      GetProvisionedConcurrencyConfigRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    return of(ref, row(ref));
  }

  private GetProvisionedConcurrencyConfigResponse of(FunctionRef ref, Row row) {
    int ready = Math.min(pool.provisioned(targets.find(ref).versionArn()), row.wanted());
    String failure = failures.get(ref.arn());
    if (ready < row.wanted() && failure == null) {
      allocate(ref, row.wanted());
    }
    String status =
        ready >= row.wanted()
            ? ProvisionedConcurrencyStatusEnum.READY
            : failure == null
                ? ProvisionedConcurrencyStatusEnum.IN_PROGRESS
                : ProvisionedConcurrencyStatusEnum.FAILED;
    return new GetProvisionedConcurrencyConfigResponse()
        .requestedProvisionedConcurrentExecutions(row.wanted())
        .availableProvisionedConcurrentExecutions(ready)
        .allocatedProvisionedConcurrentExecutions(ready)
        .status(status)
        .statusReason(status.equals(ProvisionedConcurrencyStatusEnum.FAILED) ? failure : null)
        .lastModified(row.modifiedAt());
  }

  /** Answers DeleteProvisionedConcurrencyConfig. */
  public Unit delete(DeleteProvisionedConcurrencyConfigRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    Target target = targets.find(ref);
    lambda.change(
        ref,
        (transaction, function) -> {
          require(transaction, ref);
          rows.delete(transaction, place(ref));
          return null;
        });
    failures.remove(ref.arn());
    pool.retire(target.versionArn());
    return LambdaWorld.done(call);
  }

  /** Answers ListProvisionedConcurrencyConfigs. */
  public ListProvisionedConcurrencyConfigsResponse list(
      ListProvisionedConcurrencyConfigsRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call);
    Pages<Row> page =
        lambda.read(
            reader -> {
              lambda.tables().require(reader, ref);
              return Pages.of(
                  reader, rows, ref.place(), in.marker(), in.maxItems(), Table.Row::value);
            });
    return new ListProvisionedConcurrencyConfigsResponse()
        .provisionedConcurrencyConfigs(
            page.items().stream().map(row -> item(ref.with(row.qualifier()), row)).toList())
        .nextMarker(page.next());
  }

  private ProvisionedConcurrencyConfigListItem item(FunctionRef ref, Row row) {
    ProvisionedConcurrencyConfigListItem item = new ProvisionedConcurrencyConfigListItem();
    Structs.take(item.struct(), of(ref, row).struct());
    return item.functionArn(ref.arn());
  }
}
