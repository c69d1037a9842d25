package io.nephele.services.lambda.invoke;

import io.nephele.api.lambda.FunctionConfiguration;
import io.nephele.api.lambda.State;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.time.Timer;
import io.nephele.services.lambda.environments.EnvironmentException;
import io.nephele.services.lambda.environments.InitOutcome;
import io.nephele.services.lambda.environments.InitializationType;
import io.nephele.services.lambda.functions.SnapStartRules;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.services.lambda.state.VersionRow;
import java.util.Map;

/**
 * Initialises new versions of functions with SnapStart. The first environment of such a version
 * goes on from there; processes cannot be copied, so that others are initialised when they are
 * needed.
 */
final class Snapshots {
  private static final Map<String, String> REASONS =
      Map.of(
          "Sandbox.Timedout", "FunctionError.InitTimeout",
          "Runtime.OutOfMemory", "FunctionError.InitResourceExhausted");

  private final LambdaWorld lambda;
  private final Targets targets;
  private final Starter starter;
  private final Pool pool;

  Snapshots(LambdaWorld lambda, Targets targets, Starter starter, Pool pool) {
    this.lambda = lambda;
    this.targets = targets;
    this.starter = starter;
    this.pool = pool;
  }

  /** Has snapshots made from now on; called when the service is bound. */
  void start() {
    lambda.world().timers().onWork(SnapStartRules.KIND, this::work);
  }

  private void work(Timer timer) {
    VersionRow row = lambda.read(reader -> lambda.tables().versions().get(reader, timer.id()));
    if (row == null || !State.PENDING.equals(row.configuration().state())) {
      return;
    }
    FunctionConfiguration configuration = row.configuration();
    KeyReader place = timer.id().reader();
    FunctionRef function =
        FunctionRef.of(place.nextText(), place.nextText(), configuration.functionName());
    Target target = targets.find(function.with(configuration.version()));
    int generation = pool.generation(target.versionArn());
    try {
      Warm warm = starter.start(target, InitializationType.SNAP_START, null);
      InitOutcome outcome = warm.environment().init();
      warm.logs().flush();
      if (outcome.succeeded()) {
        done(timer.id(), null, null);
        if (!pool.add(target, warm, generation)) {
          warm.close();
        }
      } else {
        warm.close();
        done(
            timer.id(),
            REASONS.getOrDefault(outcome.errorType(), "FunctionError"),
            outcome.message());
      }
    } catch (EnvironmentException e) {
      done(timer.id(), "InvalidRuntime", e.getMessage());
    }
  }

  /** Stores what came of it: the version is active, or it is not, for that reason. */
  private void done(Key place, String code, String reason) {
    lambda.write(
        transaction -> {
          VersionRow row = lambda.tables().versions().get(transaction, place);
          if (row != null) {
            FunctionConfiguration changed =
                row.copy()
                    .state(code == null ? null : State.FAILED)
                    .stateReason(reason)
                    .stateReasonCode(code);
            lambda.tables().versions().put(transaction, place, row.with(changed));
          }
          return null;
        });
  }
}
