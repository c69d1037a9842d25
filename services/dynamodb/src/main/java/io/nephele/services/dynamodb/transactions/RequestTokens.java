package io.nephele.services.dynamodb.transactions;

import io.nephele.api.dynamodb.IdempotentParameterMismatchException;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.LongsCodec;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;

/**
 * The tokens that transactions came with in the last ten minutes, so that a repeated one is not
 * done again. Older ones are forgotten a few at a time, when others come.
 */
final class RequestTokens {
  private static final long KEPT_MILLIS = 10 * 60_000;
  private static final int FORGOTTEN_AT_ONCE = 2;

  private static final LongsCodec<Seen> CODEC =
      new LongsCodec<>(
          2, seen -> new long[] {seen.fingerprint, seen.at}, longs -> new Seen(longs[0], longs[1]));

  private static final Table<Seen> TOKENS = Table.of("dynamodb.requestTokens", CODEC);
  private static final Table<Seen> EXPIRIES = Table.of("dynamodb.requestTokenExpiries", CODEC);

  private RequestTokens() {}

  /**
   * A request that came with a token.
   *
   * @param fingerprint of its parameters
   * @param at when, in milliseconds since 1970
   */
  record Seen(long fingerprint, long at) {}

  /**
   * Remembers a token.
   *
   * @return whether the same request came with it before
   * @throws IdempotentParameterMismatchException if another one did
   */
  static boolean isRepeated(
      Transaction transaction, Call call, String token, long fingerprint, long now) {
    Key place = Key.of(call.accountId()).with(call.region().name());
    Key key = place.with(token);
    Seen seen = TOKENS.get(transaction, key);
    if (seen != null && now - seen.at < KEPT_MILLIS) {
      if (seen.fingerprint != fingerprint) {
        throw new IdempotentParameterMismatchException(
            "Idempotent parameter mismatch: the client request token was used with other"
                + " parameters within the last 10 minutes.");
      }
      return true;
    }
    forget(transaction, place, now);
    TOKENS.put(transaction, key, new Seen(fingerprint, now));
    EXPIRIES.put(transaction, place.with(now).with(token), new Seen(fingerprint, now));
    return false;
  }

  private static void forget(Transaction transaction, Key place, long now) {
    int forgotten = 0;
    for (Table.Row<Seen> row : EXPIRIES.scan(transaction, place)) {
      if (forgotten == FORGOTTEN_AT_ONCE || now - row.value().at < KEPT_MILLIS) {
        return;
      }
      EXPIRIES.delete(transaction, row.key());
      io.nephele.core.store.KeyReader parts = row.key().without(place).reader();
      parts.nextLong();
      Key token = place.with(parts.nextText());
      Seen seen = TOKENS.get(transaction, token);
      if (seen != null && seen.at == row.value().at) {
        TOKENS.delete(transaction, token);
      }
      forgotten++;
    }
  }
}
