package io.nephele.core.quotas;

/**
 * Whether AWS's request rates are kept.
 *
 * @param service for that service, or null for all
 * @param account for calls of that account, or null for all
 */
public record QuotaSwitch(String service, String account, boolean on) {}
