package io.nephele.services.lambda.urls;

import io.nephele.model.Bytes;
import io.nephele.services.lambda.state.FunctionRef;

/**
 * A function URL.
 *
 * @param id the first part of its host name
 * @param qualifier the alias that it is of, or null
 * @param cors the stored CORS settings, or null
 */
public record UrlRow(
    String id,
    String accountId,
    String region,
    String name,
    String qualifier,
    String authType,
    String invokeMode,
    Bytes cors,
    String createdAt,
    String modifiedAt) {
  /** The function or alias that it is of. */
  FunctionRef ref() {
    return FunctionRef.of(accountId, region, name).with(qualifier);
  }
}
