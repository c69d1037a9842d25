package io.nephele.core.quotas;

import io.nephele.core.call.Call;
import io.nephele.core.text.Wildcards;

/**
 * A request rate that a user set in place of AWS's. It is kept whether or not AWS's rates are. Each
 * account has a bucket of its own in each region, which all its operations take from.
 *
 * @param id what it is called
 * @param service the service
 * @param operation the operation, which may hold wildcards; null for all of the service
 * @param account for calls of that account, or null for all
 */
public record QuotaOverride(
    String id, String service, String operation, String account, BucketSize size) {

  QuotaOverride withId(String name) {
    return new QuotaOverride(name, service, operation, account, size);
  }

  boolean isOf(Call call) {
    return service.equals(call.operation().service().name())
        && (account == null || account.equals(call.accountId()))
        && (operation == null || Wildcards.matches(operation, call.operation().name()));
  }

  /** The more it says, the sooner it is asked. */
  int precision() {
    int said = account == null ? 0 : 1;
    return operation == null ? said : said + (Wildcards.isPattern(operation) ? 2 : 4);
  }
}
