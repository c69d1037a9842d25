package io.nephele.core.quotas;

import io.nephele.core.call.Call;
import java.util.List;

/**
 * What a user set.
 *
 * @param switches which rates of AWS's are kept
 * @param overrides rates in place of AWS's, those that say most first
 * @param on whether AWS's rates are kept where no switch says
 */
record QuotaSettings(List<QuotaSwitch> switches, List<QuotaOverride> overrides, boolean on) {
  /** Whether no call is counted at all. */
  boolean countsNothing() {
    if (on || !overrides.isEmpty()) {
      return false;
    }
    for (QuotaSwitch one : switches) {
      if (one.on()) {
        return false;
      }
    }
    return true;
  }

  QuotaOverride override(Call call) {
    for (QuotaOverride override : overrides) {
      if (override.isOf(call)) {
        return override;
      }
    }
    return null;
  }

  /** Whether AWS's rates are kept: what is said of a service and an account comes first. */
  boolean isOn(String service, String account) {
    QuotaSwitch best = null;
    for (QuotaSwitch one : switches) {
      boolean of =
          (one.service() == null || one.service().equals(service))
              && (one.account() == null || one.account().equals(account));
      if (of && (best == null || precision(one) > precision(best))) {
        best = one;
      }
    }
    return best == null ? on : best.on();
  }

  private static int precision(QuotaSwitch one) {
    return (one.service() == null ? 0 : 2) + (one.account() == null ? 0 : 1);
  }
}
