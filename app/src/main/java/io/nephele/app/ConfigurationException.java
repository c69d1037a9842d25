package io.nephele.app;

/** A setting that cannot be used. The message is one line for the user. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With that message. */
  public ConfigurationException(String message) {
    super(message);
  }

  /** With that message and what led to it. */
  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
