package io.nephele.services.lambda.invoke;

import io.nephele.api.lambda.FunctionConfiguration;
import io.nephele.api.lambda.LogFormat;
import io.nephele.api.lambda.LoggingConfig;
import io.nephele.services.lambda.environments.EnvironmentSpec;
import io.nephele.services.lambda.environments.Environments;
import io.nephele.services.lambda.environments.FunctionCode;
import io.nephele.services.lambda.environments.FunctionVersion;
import io.nephele.services.lambda.environments.InitializationType;
import io.nephele.services.lambda.environments.Limits;
import io.nephele.services.lambda.environments.Logging;
import io.nephele.services.lambda.functions.ExecutionRoles;
import io.nephele.services.lambda.functions.VariableKeys;
import io.nephele.services.lambda.state.CodePackage;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaWorld;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/** Makes environments of versions. */
final class Starter {
  private final LambdaWorld lambda;
  private final ExecutionRoles roles;
  private final Environments environments;
  private final CodeFolders folders;
  private final SourceFolders sources;
  private final VariableKeys keys;

  Starter(
      LambdaWorld lambda,
      ExecutionRoles roles,
      Environments environments,
      CodeFolders folders,
      SourceFolders sources) {
    this.lambda = lambda;
    this.roles = roles;
    this.environments = environments;
    this.folders = folders;
    this.sources = sources;
    this.keys = new VariableKeys(lambda, roles);
  }

  /**
   * A new environment of a version, in which nothing runs yet.
   *
   * @param why it is made
   * @param tenantId the tenant that it serves alone, or null
   */
  Warm start(Target target, InitializationType why, String tenantId) {
    FunctionConfiguration configuration = target.configuration();
    FunctionRef ref = target.ref();
    List<CodePackage> used = new ArrayList<>();
    Runnable leaving = () -> used.forEach(folders::leave);
    try {
      boolean latest = target.version().equals(FunctionRef.LATEST);
      Path source = latest ? sources.find(ref.name()) : null;
      long stamp = SourceFolders.stamp(source);
      Path task = source == null ? use(target.row().code(), used) : source;
      List<Path> layers = new ArrayList<>();
      for (CodePackage layer : target.row().layers()) {
        layers.add(use(layer, used));
      }
      Logging logging = logging(configuration, target.version());
      String role = configuration.role();
      LogShipper logs = new LogShipper(lambda, roles, ref, role, logging);
      EnvironmentSpec spec =
          new EnvironmentSpec(
              new FunctionVersion(
                  ref.accountId(), ref.region(), ref.name(), target.version(), target.versionArn()),
              new FunctionCode(
                  configuration.runtime(),
                  configuration.handler(),
                  configuration.architectures().getFirst(),
                  task,
                  layers),
              new Limits(
                  configuration.memorySize(),
                  configuration.timeout(),
                  configuration.ephemeralStorage().size()),
              keys.forProgram(configuration, ref),
              logging,
              configuration.tracingConfig().mode(),
              why,
              () -> Credentials.of(lambda, role, ref),
              tenantId);
      return new Warm(
          environments.create(spec, logs),
          configuration.revisionId(),
          why == InitializationType.PROVISIONED_CONCURRENCY,
          tenantId,
          lambda.now(),
          logs,
          leaving,
          source,
          stamp);
    } catch (RuntimeException e) {
      leaving.run();
      throw e;
    }
  }

  private Path use(CodePackage code, List<CodePackage> used) {
    Path path = folders.use(code);
    used.add(code);
    return path;
  }

  private Logging logging(FunctionConfiguration configuration, String version) {
    ZonedDateTime day = lambda.now().atZone(ZoneOffset.UTC);
    String stream =
        "%04d/%02d/%02d/[%s]%s"
            .formatted(
                day.getYear(),
                day.getMonthValue(),
                day.getDayOfMonth(),
                version,
                lambda.world().ids().hex(32));
    LoggingConfig config = configuration.loggingConfig();
    return LogFormat.JSON.equals(config.logFormat())
        ? new Logging(
            config.logGroup(), stream, true, config.applicationLogLevel(), config.systemLogLevel())
        : Logging.text(config.logGroup(), stream);
  }
}
