package io.nephele.app.init;

import java.util.Locale;

/** When scripts run. */
public enum Stage {
  /** Before the port opens. */
  BOOT,
  /** When the port is open, before the program says that it is ready. */
  START,
  /** When it has said that it is ready. */
  READY,
  /** When it is to stop, while it still answers. */
  SHUTDOWN;

  /** The name in texts, such as ready. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The folder of its scripts. */
  String folder() {
    return label() + ".d";
  }
}
