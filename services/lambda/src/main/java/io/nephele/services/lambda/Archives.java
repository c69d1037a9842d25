package io.nephele.services.lambda;

import io.nephele.services.lambda.layers.LayerTable;
import io.nephele.services.lambda.layers.LayerVersionRow;
import io.nephele.services.lambda.state.CodePackage;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.services.lambda.state.VersionRow;

/** Finds the archive of a version of a function or layer by its ARN. */
record Archives(LambdaWorld lambda, LayerTable layers) {
  /** The archive, or null. */
  CodePackage find(String arn) {
    FunctionRef ref = FunctionRef.ofArn(arn);
    if (ref != null) {
      VersionRow row =
          ref.qualifier() == null
              ? null
              : lambda.read(reader -> lambda.tables().version(reader, ref, ref.qualifier()));
      return row == null ? null : row.code();
    }
    LayerVersionRow row = lambda.read(reader -> layers.find(reader, arn));
    return row == null ? null : row.code();
  }
}
