package io.nephele.core.images;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The public machine images that there are, the same ones in all regions. They are named as those
 * that are published for AWS, but their ids and days of making are the project's own.
 */
public final class PublicImages {
  private static final Map<String, PublicImage> ALL = read();

  private PublicImages() {}

  /** All images. */
  public static Collection<PublicImage> all() {
    return ALL.values();
  }

  /** The image of that name, or null. */
  public static PublicImage named(String name) {
    return ALL.get(name);
  }

  /** The image that has that id in a region, or null. */
  public static PublicImage find(String region, String id) {
    for (PublicImage image : ALL.values()) {
      if (image.id(region).equals(id)) {
        return image;
      }
    }
    return null;
  }

  private static Map<String, PublicImage> read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                PublicImages.class.getResourceAsStream("public-images.tsv"),
                StandardCharsets.UTF_8))) {
      reader.readLine();
      Map<String, PublicImage> images = new LinkedHashMap<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] columns = line.split("\t", -1);
        images.put(columns[0], new PublicImage(columns[0], columns[1], columns[2], columns[3]));
      }
      return Collections.unmodifiableMap(images);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
