package io.nephele.services.lambda.functions;

import io.nephele.api.lambda.FunctionConfiguration;
import io.nephele.api.lambda.SnapStart;
import io.nephele.api.lambda.SnapStartApplyOn;
import io.nephele.api.lambda.SnapStartOptimizationStatus;
import io.nephele.api.lambda.SnapStartResponse;
import io.nephele.api.lambda.State;
import io.nephele.services.lambda.state.LambdaErrors;
import java.util.Set;

/** Which functions may have snapshots, and what is told of them. */
public final class SnapStartRules {
  /** The kind of the timers that make snapshots of new versions. */
  public static final String KIND = "lambda.snapshots";

  private static final Set<String> RUNTIMES =
      Set.of(
          "java11",
          "java17",
          "java21",
          "java25",
          "python3.12",
          "python3.13",
          "python3.14",
          "dotnet8",
          "dotnet10");

  private static final int LARGEST_STORAGE = 512;

  private SnapStartRules() {}

  /** Takes what a request says. */
  static void take(SnapStart in, FunctionConfiguration to) {
    String on = in.applyOn() == null ? SnapStartApplyOn.NONE : in.applyOn();
    to.snapStart(response(on, SnapStartOptimizationStatus.OFF));
  }

  /** An error to the caller if a function with these settings cannot have snapshots. */
  static void check(FunctionConfiguration of) {
    if (!isWanted(of)) {
      return;
    }
    if (!RUNTIMES.contains(of.runtime())) {
      throw LambdaErrors.invalid(
          of.runtime() + " is not supported for SnapStart enabled functions.");
    }
    if (of.ephemeralStorage().size() > LARGEST_STORAGE) {
      throw LambdaErrors.invalid(
          "SnapStart is not supported for functions with more than 512 MB of ephemeral storage.");
    }
    if (of.tenancyConfig() != null) {
      throw LambdaErrors.invalid(
          "SnapStart is not supported for functions with tenant isolation mode.");
    }
  }

  private static boolean isWanted(FunctionConfiguration of) {
    return SnapStartApplyOn.PUBLISHED_VERSIONS.equals(of.snapStart().applyOn());
  }

  /** Whether environments of a version come from a snapshot. */
  public static boolean isSnapshot(FunctionConfiguration of) {
    return SnapStartOptimizationStatus.ON.equals(of.snapStart().optimizationStatus());
  }

  /** Makes a configuration that of a published version, whose snapshot is to be made if wanted. */
  static void publish(FunctionConfiguration of) {
    if (isWanted(of)) {
      of.snapStart(response(SnapStartApplyOn.PUBLISHED_VERSIONS, SnapStartOptimizationStatus.ON))
          .state(State.PENDING)
          .stateReason("The function is being created.")
          .stateReasonCode("Creating");
    }
  }

  /** Makes the configuration of a version that of the function again. */
  static void unpublish(FunctionConfiguration of) {
    of.snapStart(response(of.snapStart().applyOn(), SnapStartOptimizationStatus.OFF))
        .state(null)
        .stateReason(null)
        .stateReasonCode(null);
  }

  private static SnapStartResponse response(String on, String status) {
    return new SnapStartResponse().applyOn(on).optimizationStatus(status);
  }
}
