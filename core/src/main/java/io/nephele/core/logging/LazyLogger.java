package io.nephele.core.logging;

import java.util.ResourceBundle;

/**
 * A logger that is looked up when there is something to say. To look one up, Java opens every jar
 * of the class path once, which would be a tenth of a start.
 */
public final class LazyLogger implements System.Logger {
  private final String name;

  /** The logger of a class. */
  public LazyLogger(Class<?> speaker) {
    this.name = speaker.getName();
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean isLoggable(Level level) {
    return logger().isLoggable(level);
  }

  @Override
  public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
    logger().log(level, bundle, message, thrown);
  }

  @Override
  public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
    logger().log(level, bundle, format, parameters);
  }

  private System.Logger logger() {
    return System.getLogger(name);
  }
}
