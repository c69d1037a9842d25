package io.nephele.services.iam;

import java.time.Instant;

/**
 * A report on the credentials of all users of an account, as they were when it was asked for.
 *
 * @param readyAt when the report can be had
 * @param content the report, CSV
 */
record CredentialReport(Instant readyAt, String content) {}
