package io.nephele.identity.action;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The catalogue's files. */
final class ActionResources {
  private static final String FOLDER = "/io/nephele/identity/actions/";

  private ActionResources() {}

  /** The text of a file, or null if there is none of that name. */
  static String text(String file) {
    try (InputStream in = ActionResources.class.getResourceAsStream(FOLDER + file)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
