package io.nephele.services.logs.events;

/** Masks what a data protection policy finds in messages. */
@FunctionalInterface
public interface Masker {
  /** Masks nothing. */
  Masker NONE = message -> message;

  /** The message with what is to be hidden replaced by asterisks. */
  String mask(String message);
}
