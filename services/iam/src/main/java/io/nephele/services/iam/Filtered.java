package io.nephele.services.iam;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;

/** Those of an iterator that a condition holds for, found as they are asked for. */
final class Filtered<T> implements Iterator<T> {
  private final Iterator<T> all;
  private final Predicate<T> condition;
  private T next;

  private Filtered(Iterator<T> all, Predicate<T> condition) {
    this.all = all;
    this.condition = condition;
  }

  static <T> Iterator<T> of(Iterator<T> all, Predicate<T> condition) {
    return new Filtered<>(all, condition);
  }

  @Override
  public boolean hasNext() {
    while (next == null && all.hasNext()) {
      T candidate = all.next();
      next = condition.test(candidate) ? candidate : null;
    }
    return next != null;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    T found = next;
    next = null;
    return found;
  }
}
