package io.nephele.services.lambda.functions;

import io.nephele.api.lambda.CreateFunctionRequest;
import io.nephele.services.lambda.state.LambdaErrors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Which runtimes functions may be made with. */
final class Runtimes {
  /** What AWS does not take any more, to create functions with and to update them. */
  private static final Set<String> ENDED =
      Set.of(
          "nodejs",
          "nodejs4.3",
          "nodejs4.3-edge",
          "nodejs6.10",
          "nodejs8.10",
          "nodejs10.x",
          "nodejs12.x",
          "nodejs14.x",
          "nodejs16.x",
          "java8",
          "python2.7",
          "python3.6",
          "python3.7",
          "python3.8",
          "dotnetcore1.0",
          "dotnetcore2.0",
          "dotnetcore2.1",
          "dotnetcore3.1",
          "dotnet6",
          "go1.x",
          "ruby2.5",
          "ruby2.7",
          "provided");

  private Runtimes() {}

  /** An error to the caller if there is no runtime of that name, or none any more. */
  static void requireCurrent(String runtime) {
    if (ENDED.contains(runtime)) {
      throw LambdaErrors.invalid(
          "The runtime parameter of "
              + runtime
              + " is no longer supported for creating or updating AWS Lambda functions. We"
              + " recommend you use a supported runtime while creating or updating functions.");
    }
    List<String> known = new ArrayList<>(known());
    if (!known.contains(runtime)) {
      known.removeAll(ENDED);
      throw LambdaErrors.invalid(
          "Value "
              + runtime
              + " at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
              + known
              + " or be a valid ARN");
    }
  }

  private static Collection<String> known() {
    return new CreateFunctionRequest()
        .struct()
        .shape()
        .member("Runtime")
        .constraints()
        .enumeration();
  }
}
