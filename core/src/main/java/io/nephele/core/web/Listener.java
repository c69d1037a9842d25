package io.nephele.core.web;

/** A port that a service listens on. */
public interface Listener extends AutoCloseable {
  /** The port of 127.0.0.1. */
  int port();

  /** Takes no more connections or requests; those that are being answered may end. */
  @Override
  void close();
}
