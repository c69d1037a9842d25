package io.nephele.services.lambda.functions;

import io.nephele.api.lambda.DeadLetterConfig;
import io.nephele.api.lambda.DurableConfig;
import io.nephele.api.lambda.Environment;
import io.nephele.api.lambda.EnvironmentResponse;
import io.nephele.api.lambda.EphemeralStorage;
import io.nephele.api.lambda.FunctionConfiguration;
import io.nephele.api.lambda.LoggingConfig;
import io.nephele.api.lambda.SnapStart;
import io.nephele.api.lambda.SnapStartApplyOn;
import io.nephele.api.lambda.SnapStartOptimizationStatus;
import io.nephele.api.lambda.SnapStartResponse;
import io.nephele.api.lambda.TenancyConfig;
import io.nephele.api.lambda.TracingConfig;
import io.nephele.api.lambda.TracingConfigResponse;
import io.nephele.api.lambda.TracingMode;
import io.nephele.api.lambda.VpcConfig;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.model.Struct;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import java.util.List;
import java.util.Map;

/** Takes the settings of a function that requests to create and to update it give alike. */
final class SettingRules {
  private static final int MOST_MEMORY = 10_240;
  private static final int MOST_SECONDS = 900;
  private static final String JSON = "JSON";
  private static final int USUAL_EXECUTION_SECONDS = 86_400;
  private static final int USUAL_RETENTION_DAYS = 14;

  private final ExecutionRoles roles;

  SettingRules(ExecutionRoles roles) {
    this.roles = roles;
  }

  /** What a function has unless it is said otherwise. */
  static FunctionConfiguration defaults(FunctionRef ref) {
    return new FunctionConfiguration()
        .functionName(ref.name())
        .description("")
        .timeout(3)
        .memorySize(128)
        .packageType("Zip")
        .architectures(List.of("x86_64"))
        .tracingConfig(new TracingConfigResponse().mode(TracingMode.PASS_THROUGH))
        .ephemeralStorage(new EphemeralStorage().size(512))
        .snapStart(noSnapStart())
        .loggingConfig(new LoggingConfig().logFormat("Text").logGroup("/aws/lambda/" + ref.name()));
  }

  private static SnapStartResponse noSnapStart() {
    return new SnapStartResponse()
        .applyOn(SnapStartApplyOn.NONE)
        .optimizationStatus(SnapStartOptimizationStatus.OFF);
  }

  /** Checks what a request sets and sets it; what it does not name stays. */
  void apply(Struct in, FunctionConfiguration to, FunctionRef ref, Call call) {
    settle(in, to);
    if (in.get("Role") instanceof String role) {
      roles.check(role, ref);
    }
    permissions(in, to, ref, call);
  }

  /** As {@link #apply}, without looking at the role and what it may. */
  static void settle(Struct in, FunctionConfiguration to) {
    refuseWhatIsMissing(in);
    plain(in, to);
    environment(in, to);
    nested(in, to);
    if (in.get("Role") instanceof String role) {
      to.role(role);
    }
  }

  private static void refuseWhatIsMissing(Struct in) {
    if (in.get("VpcConfig") instanceof Struct struct) {
      VpcConfig vpc = new VpcConfig(struct);
      if (!isEmpty(vpc.subnetIds()) || !isEmpty(vpc.securityGroupIds())) {
        throw LambdaErrors.notImplemented("functions in VPCs (VpcConfig)");
      }
    }
    if (!isEmpty((List<?>) in.get("FileSystemConfigs"))) {
      throw LambdaErrors.notImplemented("file systems of functions (FileSystemConfigs)");
    }
    if (in.get("CapacityProviderConfig") != null) {
      throw LambdaErrors.notImplemented("CapacityProviderConfig of functions");
    }
    if (in.get("ImageConfig") != null) {
      throw LambdaErrors.invalid(
          "ImageConfig is only valid for functions with package type Image.");
    }
  }

  private static boolean isEmpty(List<?> list) {
    return list == null || list.isEmpty();
  }

  private static void plain(Struct in, FunctionConfiguration to) {
    if (in.get("Runtime") instanceof String runtime) {
      Runtimes.requireCurrent(runtime);
      to.runtime(runtime);
    }
    if (in.get("Handler") instanceof String handler) {
      to.handler(handler);
    }
    if (in.get("Description") instanceof String description) {
      to.description(description);
    }
    if (in.get("Timeout") instanceof Integer timeout) {
      if (timeout > MOST_SECONDS) {
        throw LambdaErrors.outOfBounds(timeout, "timeout", "value less than or equal to 900");
      }
      to.timeout(timeout);
    }
    if (in.get("MemorySize") instanceof Integer memory) {
      if (memory > MOST_MEMORY) {
        throw LambdaErrors.outOfBounds(memory, "memorySize", "value less than or equal to 10240");
      }
      to.memorySize(memory);
    }
    if (in.get("KMSKeyArn") instanceof String key) {
      to.kmsKeyArn(key.isEmpty() ? null : key);
    }
  }

  private static void environment(Struct in, FunctionConfiguration to) {
    if (in.get("Environment") instanceof Struct struct) {
      Map<String, String> variables = new Environment(struct).variables();
      if (variables == null || variables.isEmpty()) {
        to.environment(null);
      } else {
        EnvironmentRules.check(variables);
        to.environment(new EnvironmentResponse().variables(variables));
      }
    }
  }

  private static void nested(Struct in, FunctionConfiguration to) {
    if (in.get("TracingConfig") instanceof Struct struct
        && new TracingConfig(struct).mode() instanceof String mode) {
      to.tracingConfig(new TracingConfigResponse().mode(mode));
    }
    if (in.get("EphemeralStorage") instanceof Struct struct) {
      to.ephemeralStorage(new EphemeralStorage(struct));
    }
    if (in.get("DeadLetterConfig") instanceof Struct struct) {
      String target = new DeadLetterConfig(struct).targetArn();
      to.deadLetterConfig(target == null || target.isEmpty() ? null : new DeadLetterConfig(struct));
    }
    if (in.get("SnapStart") instanceof Struct struct) {
      SnapStartRules.take(new SnapStart(struct), to);
    }
    if (in.shape().member("TenancyConfig") != null
        && in.get("TenancyConfig") instanceof Struct struct) {
      to.tenancyConfig(new TenancyConfig(struct));
    }
    SnapStartRules.check(to);
    if (in.get("DurableConfig") instanceof Struct struct) {
      to.durableConfig(durable(new DurableConfig(struct), to));
    }
    if (in.get("LoggingConfig") instanceof Struct struct) {
      to.loggingConfig(logging(new LoggingConfig(struct), to));
    }
  }

  private static DurableConfig durable(DurableConfig in, FunctionConfiguration to) {
    DurableConfig before = to.durableConfig();
    boolean exists = to.version() != null;
    if (before == null && exists) {
      throw LambdaErrors.invalid(
          "DurableConfig can only be set when a function is created, and updated after that.");
    }
    int timeout = before == null ? USUAL_EXECUTION_SECONDS : before.executionTimeout();
    int retention = before == null ? USUAL_RETENTION_DAYS : before.retentionPeriodInDays();
    return new DurableConfig()
        .executionTimeout(in.executionTimeout() == null ? timeout : in.executionTimeout())
        .retentionPeriodInDays(
            in.retentionPeriodInDays() == null ? retention : in.retentionPeriodInDays());
  }

  private static LoggingConfig logging(LoggingConfig in, FunctionConfiguration to) {
    LoggingConfig before = to.loggingConfig();
    String format = in.logFormat() == null ? before.logFormat() : in.logFormat();
    LoggingConfig result =
        new LoggingConfig()
            .logFormat(format)
            .logGroup(in.logGroup() == null ? before.logGroup() : in.logGroup());
    if (JSON.equals(format)) {
      boolean was = JSON.equals(before.logFormat());
      result
          .applicationLogLevel(
              level(in.applicationLogLevel(), was ? before.applicationLogLevel() : null))
          .systemLogLevel(level(in.systemLogLevel(), was ? before.systemLogLevel() : null));
    } else if (in.applicationLogLevel() != null || in.systemLogLevel() != null) {
      throw LambdaErrors.invalid(
          "Cannot set ApplicationLogLevel or SystemLogLevel when LogFormat is not set to JSON.");
    }
    return result;
  }

  private static String level(String wanted, String before) {
    return wanted != null ? wanted : before != null ? before : "INFO";
  }

  /** What the role must be allowed for the settings that are asked for. */
  private void permissions(Struct in, FunctionConfiguration to, FunctionRef ref, Call call) {
    if (in.get("DeadLetterConfig") != null && to.deadLetterConfig() != null) {
      String target = to.deadLetterConfig().targetArn();
      Arn arn = Arn.parse(target);
      String service = arn == null ? "" : arn.service();
      if (!service.equals("sqs") && !service.equals("sns")) {
        throw LambdaErrors.invalid("The dead letter target " + target + " is not supported.");
      }
      boolean queue = service.equals("sqs");
      require(to.role(), ref, queue ? "sqs:SendMessage" : "sns:Publish", target, call);
    }
    if (in.get("TracingConfig") != null && TracingMode.ACTIVE.equals(to.tracingConfig().mode())) {
      require(to.role(), ref, "xray:PutTraceSegments", "*", call);
    }
  }

  private void require(String role, FunctionRef ref, String action, String resource, Call call) {
    if (!roles.may(role, ref, action, resource, call)) {
      int colon = action.indexOf(':');
      throw LambdaErrors.invalid(
          "The provided execution role does not have permissions to call "
              + action.substring(colon + 1)
              + " on "
              + action.substring(0, colon).toUpperCase(java.util.Locale.ROOT));
    }
  }
}
