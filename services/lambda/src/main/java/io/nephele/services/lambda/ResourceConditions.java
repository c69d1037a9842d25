package io.nephele.services.lambda;

import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.services.lambda.mappings.MappingRow;
import io.nephele.services.lambda.mappings.Mappings;
import io.nephele.services.lambda.permissions.ProtectedFunctions;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.services.lambda.urls.UrlTable;

/** What mappings and function URLs know of what condition keys ask. */
record ResourceConditions(LambdaWorld lambda, Mappings mappings, UrlTable urls)
    implements ProtectedFunctions.Conditions {
  @Override
  public String functionOf(String mappingUuid, Call call) {
    Key place = Key.of(call.accountId()).with(call.region().name()).with(mappingUuid);
    MappingRow row = mappings.find(place);
    return row == null ? null : row.function().arn();
  }

  @Override
  public String authTypeOf(FunctionRef function) {
    return lambda.read(reader -> urls.authType(reader, function));
  }
}
