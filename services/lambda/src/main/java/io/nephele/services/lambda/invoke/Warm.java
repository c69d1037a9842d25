package io.nephele.services.lambda.invoke;

import io.nephele.services.lambda.environments.ExecutionEnvironment;
import java.nio.file.Path;
import java.time.Instant;

/**
 * An environment of the pool.
 *
 * @param revision the revision of the version that it runs
 * @param provisioned whether provisioned concurrency keeps it
 * @param tenantId the tenant that it serves alone, or null
 * @param madeAt when it was made
 * @param logs where its logs go
 * @param folders lets go of what it runs
 * @param source the folder that it runs in place of the version's archive, or null
 * @param stamp what that folder was when it was made
 */
record Warm(
    ExecutionEnvironment environment,
    String revision,
    boolean provisioned,
    String tenantId,
    Instant madeAt,
    LogShipper logs,
    Runnable folders,
    Path source,
    long stamp) {
  /** Whether it runs what the version is now. */
  boolean isOf(String currentRevision) {
    return revision.equals(currentRevision) && SourceFolders.stamp(source) == stamp;
  }

  /** Ends it. */
  void close() {
    environment.close();
    folders.run();
    logs.flush();
  }
}
