package io.nephele.services.lambda.invoke;

import io.nephele.services.lambda.environments.Environments;
import io.nephele.services.lambda.functions.ExecutionRoles;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaWorld;

/** All that runs functions of a world, put together. */
public final class Running implements AutoCloseable {
  private final LambdaWorld lambda;
  private final Environments environments;
  private final CodeFolders folders;
  private final Pool pool;
  private final Invoker invoker;
  private final ProvisionedConcurrency provisioned;
  private final FunctionMetrics metrics;

  /**
   * Runs functions in those environments.
   *
   * @param sources what functions run in place of their archives
   */
  public Running(
      LambdaWorld lambda, ExecutionRoles roles, Environments environments, SourceFolders sources) {
    this.lambda = lambda;
    this.environments = environments;
    this.folders = new CodeFolders(lambda.world());
    Targets targets = new Targets(lambda);
    Starter starter = new Starter(lambda, roles, environments, folders, sources);
    this.pool = new Pool(lambda, starter);
    this.metrics = new FunctionMetrics(lambda.world());
    this.invoker =
        new Invoker(lambda, targets, new Slots(lambda), pool, metrics, new Segments(lambda, roles));
    this.provisioned = new ProvisionedConcurrency(lambda, targets, starter, pool);
    invoker.onColdStart(provisioned::missed);
    new Snapshots(lambda, targets, starter, pool).start();
    lambda.onChange(this::changed);
  }

  private void changed(FunctionRef ref) {
    if (ref.isAlias()) {
      provisioned.moved(ref);
      return;
    }
    boolean gone =
        ref.qualifier() == null && lambda.read(reader -> lambda.tables().find(reader, ref)) == null;
    pool.changed(ref, gone);
  }

  /** Runs invocations. */
  public Invoker invoker() {
    return invoker;
  }

  /** Keeps environments ready. */
  public ProvisionedConcurrency provisioned() {
    return provisioned;
  }

  /** Tells CloudWatch. */
  public FunctionMetrics metrics() {
    return metrics;
  }

  @Override
  public void close() {
    pool.close();
    environments.close();
    folders.close();
  }
}
