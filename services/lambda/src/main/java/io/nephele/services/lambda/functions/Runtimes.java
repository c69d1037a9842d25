package io.nephele.services.lambda.functions;

import io.nephele.services.lambda.state.LambdaErrors;
import java.util.Map;

/** Which runtimes functions may be made with. */
final class Runtimes {
  /** What AWS does not take any more, with what it recommends instead. */
  private static final Map<String, String> ENDED =
      Map.ofEntries(
          Map.entry("nodejs", "nodejs22.x"),
          Map.entry("nodejs4.3", "nodejs22.x"),
          Map.entry("nodejs4.3-edge", "nodejs22.x"),
          Map.entry("nodejs6.10", "nodejs22.x"),
          Map.entry("nodejs8.10", "nodejs22.x"),
          Map.entry("nodejs10.x", "nodejs22.x"),
          Map.entry("nodejs12.x", "nodejs22.x"),
          Map.entry("nodejs14.x", "nodejs22.x"),
          Map.entry("nodejs16.x", "nodejs22.x"),
          Map.entry("java8", "java21"),
          Map.entry("python2.7", "python3.13"),
          Map.entry("python3.6", "python3.13"),
          Map.entry("python3.7", "python3.13"),
          Map.entry("python3.8", "python3.13"),
          Map.entry("dotnetcore1.0", "dotnet8"),
          Map.entry("dotnetcore2.0", "dotnet8"),
          Map.entry("dotnetcore2.1", "dotnet8"),
          Map.entry("dotnetcore3.1", "dotnet8"),
          Map.entry("dotnet6", "dotnet8"),
          Map.entry("go1.x", "provided.al2023"),
          Map.entry("ruby2.5", "ruby3.4"),
          Map.entry("ruby2.7", "ruby3.4"),
          Map.entry("provided", "provided.al2023"));

  private Runtimes() {}

  /** An error to the caller if AWS has ended a runtime's support. */
  static void requireCurrent(String runtime) {
    String instead = ENDED.get(runtime);
    if (instead != null) {
      throw LambdaErrors.invalid(
          "The runtime parameter of "
              + runtime
              + " is no longer supported for creating or updating AWS Lambda functions. We"
              + " recommend you use a supported runtime while creating or updating functions, such"
              + " as "
              + instead
              + ".");
    }
  }
}
