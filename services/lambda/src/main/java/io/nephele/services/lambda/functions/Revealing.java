package io.nephele.services.lambda.functions;

import io.nephele.api.lambda.FunctionConfiguration;
import io.nephele.api.lambda.GetFunctionResponse;
import io.nephele.api.lambda.ListFunctionsResponse;
import io.nephele.api.lambda.ListVersionsByFunctionResponse;
import io.nephele.core.call.Handler;
import io.nephele.model.View;

/**
 * Has answers tell environment variables that are encrypted, which KMS is asked for when nothing is
 * being read or written any more.
 */
public record Revealing(VariableKeys keys) {
  /** Of operations that answer one configuration. */
  public <I extends View> Handler<I, FunctionConfiguration> one(
      Handler<I, FunctionConfiguration> handler) {
    return (in, call) -> keys.reveal(handler.handle(in, call), call);
  }

  /** Of GetFunction. */
  public <I extends View> Handler<I, GetFunctionResponse> of(
      Handler<I, GetFunctionResponse> handler) {
    return (in, call) -> {
      GetFunctionResponse out = handler.handle(in, call);
      return out.configuration(keys.reveal(out.configuration(), call));
    };
  }

  /** Of ListFunctions. */
  public <I extends View> Handler<I, ListFunctionsResponse> ofFunctions(
      Handler<I, ListFunctionsResponse> handler) {
    return (in, call) -> {
      ListFunctionsResponse out = handler.handle(in, call);
      out.functions().forEach(each -> keys.reveal(each, call));
      return out;
    };
  }

  /** Of ListVersionsByFunction. */
  public <I extends View> Handler<I, ListVersionsByFunctionResponse> ofVersions(
      Handler<I, ListVersionsByFunctionResponse> handler) {
    return (in, call) -> {
      ListVersionsByFunctionResponse out = handler.handle(in, call);
      out.versions().forEach(each -> keys.reveal(each, call));
      return out;
    };
  }
}
