package io.nephele.core.store;

/**
 * Names what a transaction is going to change, so that transactions which would conflict for
 * certain run one after another rather than again and again. Only a hint: correctness never depends
 * on it.
 *
 * @param key names the contended thing, for example a queue's key
 */
public record LockKey(Key key) {}
