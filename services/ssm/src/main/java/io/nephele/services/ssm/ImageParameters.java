package io.nephele.services.ssm;

import io.nephele.core.images.PublicImage;
import io.nephele.core.images.PublicImages;
import io.nephele.core.json.JsonText;
import io.nephele.services.ssm.PublicParameters.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The public parameters that name machine images. Each is of a form: just the image's id; fields
 * below it; or fields below it that are in a JSON object at the name itself too, which is how
 * Amazon ECS and Amazon EKS tell of what they recommend.
 */
final class ImageParameters {
  private static final String ID = "image_id";

  private ImageParameters() {}

  /** Adds all that name images of a region. */
  static void addTo(Map<String, Value> all, String region) {
    for (String[] row : PublicTables.read("image-parameters.tsv")) {
      String path = row[0];
      PublicImage image = PublicImages.named(row[1]);
      String id = image.id(region);
      if (row[2].equals("id")) {
        all.put(path, new Value(id, PublicParameters.IMAGE));
        continue;
      }
      Map<String, Object> json = new LinkedHashMap<>();
      for (String field : row[3].split(";")) {
        int equals = field.indexOf('=');
        String name = field.substring(0, equals);
        String value =
            switch (name) {
              case ID -> id;
              case "image_name" -> image.name();
              default -> field.substring(equals + 1);
            };
        boolean number = name.equals("schema_version") && row[2].equals("ecs");
        json.put(name, number ? Long.valueOf(value) : value);
        all.put(
            path + "/" + name,
            name.equals(ID) ? new Value(value, PublicParameters.IMAGE) : Value.text(value));
      }
      if (!row[2].equals("children")) {
        all.put(path, Value.text(JsonText.write(json)));
      }
    }
  }
}
