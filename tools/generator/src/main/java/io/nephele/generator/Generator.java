package io.nephele.generator;

import io.nephele.model.Models;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the {@code api} module: typed views, operation constants and errors of all bundled models.
 */
public final class Generator {
  private Generator() {}

  /** Takes the module's {@code target} folder. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("usage: Generator <target folder of the api module>");
    }
    Map<String, byte[]> models = new LinkedHashMap<>();
    for (String service : Models.bundled().entries().keySet()) {
      models.put(service, model(service));
    }
    ApiBuild.Result result = new ApiBuild(Path.of(arguments[0])).run(models);
    if (result.generated() + result.removed() > 0) {
      System.out.printf(
          "API of %d services: %d generated, %d compiled, %d removed%n",
          models.size(), result.generated(), result.compiled(), result.removed());
    }
  }

  private static byte[] model(String service) throws IOException {
    try (InputStream in =
        Models.class.getResourceAsStream("/io/nephele/models/" + service + ".json")) {
      if (in == null) {
        throw new IllegalStateException("the index names " + service + ", which has no model");
      }
      return in.readAllBytes();
    }
  }
}
