package io.nephele.services.lambda.functions;

import io.nephele.api.lambda.Layer;
import io.nephele.services.lambda.code.Packages;
import io.nephele.services.lambda.layers.LayerTable;
import io.nephele.services.lambda.layers.LayerVersionRow;
import io.nephele.services.lambda.state.CodePackage;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers that a function uses.
 *
 * @param layers as they are answered
 * @param packages their archives
 */
record UsedLayers(List<Layer> layers, List<CodePackage> packages) {
  private static final int MOST = 5;

  /** None. */
  static final UsedLayers NONE = new UsedLayers(List.of(), List.of());

  /** The layers of those ARNs; an error to the caller if a function cannot use them. */
  static UsedLayers find(LambdaWorld lambda, LayerTable table, List<String> arns) {
    if (arns.size() > MOST) {
      throw LambdaErrors.invalid("Cannot reference more than 5 layers.");
    }
    List<Layer> layers = new ArrayList<>();
    List<CodePackage> packages = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String arn : arns) {
      String name = arn.substring(0, arn.lastIndexOf(':'));
      int same = names.indexOf(name);
      if (same >= 0) {
        throw LambdaErrors.invalid(
            "Two different versions of the same layer are not allowed to be referenced in the same"
                + " function. "
                + arns.get(same)
                + " and "
                + arn
                + " are versions of the same layer.");
      }
      names.add(name);
      LayerVersionRow row = lambda.read(reader -> table.find(reader, arn));
      if (row == null) {
        throw LambdaErrors.invalid("Layer version " + arn + " does not exist.");
      }
      layers.add(new Layer().arn(arn).codeSize(row.code().size()));
      packages.add(row.code());
    }
    return new UsedLayers(layers, packages);
  }

  /** An error to the caller if a function is too large with that code and those layers. */
  static void checkSize(CodePackage code, List<CodePackage> layers) {
    long size = code.unzippedSize();
    for (CodePackage layer : layers) {
      size += layer.unzippedSize();
    }
    if (size > Packages.MOST_UNZIPPED) {
      throw LambdaErrors.invalid(
          "Function code combined with layers exceeds the maximum allowed size of "
              + Packages.MOST_UNZIPPED
              + " bytes. The actual size is "
              + size
              + " bytes.");
    }
  }
}
