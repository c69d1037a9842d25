package io.nephele.core.web;

/**
 * Is shown every call of a service that came over HTTP just before its answer is sent, so that it
 * can add header fields or keep a log.
 */
@FunctionalInterface
public interface ExchangeListener {
  /** Has no listener. */
  ExchangeListener NONE = exchange -> {};

  /** Looks at an exchange, of which it may change the response's header fields. */
  void answered(Exchange exchange);
}
