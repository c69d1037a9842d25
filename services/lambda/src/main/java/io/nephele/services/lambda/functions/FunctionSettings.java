package io.nephele.services.lambda.functions;

import io.nephele.api.lambda.GetFunctionRecursionConfigRequest;
import io.nephele.api.lambda.GetFunctionRecursionConfigResponse;
import io.nephele.api.lambda.GetRuntimeManagementConfigRequest;
import io.nephele.api.lambda.GetRuntimeManagementConfigResponse;
import io.nephele.api.lambda.PutFunctionRecursionConfigRequest;
import io.nephele.api.lambda.PutFunctionRecursionConfigResponse;
import io.nephele.api.lambda.PutRuntimeManagementConfigRequest;
import io.nephele.api.lambda.PutRuntimeManagementConfigResponse;
import io.nephele.api.lambda.UpdateRuntimeOn;
import io.nephele.core.call.Call;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.FunctionRow;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.services.lambda.state.VersionRow;

/** Settings of functions that have operations of their own. */
public final class FunctionSettings {
  private final LambdaWorld lambda;

  /** The settings in a world. */
  public FunctionSettings(LambdaWorld lambda) {
    this.lambda = lambda;
  }

  /** Answers PutFunctionRecursionConfig. */
  public PutFunctionRecursionConfigResponse putRecursion(
      PutFunctionRecursionConfigRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call);
    return lambda.change(
        ref,
        (transaction, function) -> {
          FunctionRow changed = function.withRecursiveLoop(in.recursiveLoop());
          lambda.tables().functions().put(transaction, ref.place(), changed);
          return new PutFunctionRecursionConfigResponse().recursiveLoop(in.recursiveLoop());
        });
  }

  /** Answers GetFunctionRecursionConfig. */
  public GetFunctionRecursionConfigResponse getRecursion(
      GetFunctionRecursionConfigRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call);
    FunctionRow function = lambda.read(reader -> lambda.tables().require(reader, ref));
    return new GetFunctionRecursionConfigResponse().recursiveLoop(function.recursiveLoop());
  }

  /** Answers PutRuntimeManagementConfig. */
  public PutRuntimeManagementConfigResponse putRuntime(
      PutRuntimeManagementConfigRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    if (in.updateRuntimeOn().equals(UpdateRuntimeOn.MANUAL)) {
      throw LambdaErrors.notImplemented("versions of runtimes (UpdateRuntimeOn Manual)");
    }
    if (in.runtimeVersionArn() != null) {
      throw LambdaErrors.invalid(
          "RuntimeVersionArn can only be specified when UpdateRuntimeOn is set to Manual.");
    }
    return lambda.change(
        ref,
        (transaction, function) -> {
          VersionRow row = lambda.tables().require(transaction, ref, ref.qualifier());
          String version = row.configuration().version();
          VersionRow changed =
              new VersionRow(row.stored(), row.code(), row.layers(), in.updateRuntimeOn());
          lambda.tables().put(transaction, ref, version, changed);
          return new PutRuntimeManagementConfigResponse()
              .updateRuntimeOn(in.updateRuntimeOn())
              .functionArn(ref.arn(version));
        });
  }

  /** Answers GetRuntimeManagementConfig. */
  public GetRuntimeManagementConfigResponse getRuntime(
      GetRuntimeManagementConfigRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), in.qualifier(), call);
    VersionRow row = lambda.read(reader -> lambda.tables().require(reader, ref, ref.qualifier()));
    return new GetRuntimeManagementConfigResponse()
        .updateRuntimeOn(row.updateRuntimeOn())
        .functionArn(ref.arn(row.configuration().version()));
  }
}
