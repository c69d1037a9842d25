package io.nephele.services.iam;

import io.nephele.api.iam.CredentialReportExpiredException;
import io.nephele.api.iam.CredentialReportNotPresentException;
import io.nephele.api.iam.CredentialReportNotReadyException;
import io.nephele.api.iam.GenerateCredentialReportResponse;
import io.nephele.api.iam.GetCredentialReportResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.model.Bytes;
import io.nephele.model.Unit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * The operations on reports of credentials. A report is good for four hours; AWS answers the errors
 * of this without messages.
 */
final class CredentialReports {
  private static final Duration VALID = Duration.ofHours(4);

  /** How long a report takes, by the world's clock. */
  private static final Duration WORK = Duration.ofSeconds(1);

  private final IamWorld iam;
  private final CredentialReportRows rows;
  private final Table<CredentialReport> reports =
      Table.of("iam.credential-reports", CredentialReport.class);

  CredentialReports(IamWorld iam, CredentialReportRows rows) {
    this.iam = iam;
    this.rows = rows;
  }

  GenerateCredentialReportResponse generate(Unit in, Call call) {
    Instant now = call.time();
    return iam.world()
        .store()
        .write(
            transaction -> {
              CredentialReport known = reports.get(transaction, Key.of(call.accountId()));
              if (known != null && !isExpired(known, now)) {
                boolean ready = !now.isBefore(known.readyAt());
                return new GenerateCredentialReportResponse()
                    .state(ready ? "COMPLETE" : "INPROGRESS");
              }
              String content = rows.report(transaction, call);
              reports.put(
                  transaction,
                  Key.of(call.accountId()),
                  new CredentialReport(now.plus(WORK), content));
              return new GenerateCredentialReportResponse()
                  .state("STARTED")
                  .description("No report exists. Starting a new report generation task");
            });
  }

  GetCredentialReportResponse get(Unit in, Call call) {
    CredentialReport report = iam.read(reader -> reports.get(reader, Key.of(call.accountId())));
    if (report == null) {
      throw new CredentialReportNotPresentException();
    }
    if (call.time().isBefore(report.readyAt())) {
      throw new CredentialReportNotReadyException();
    }
    if (isExpired(report, call.time())) {
      throw new CredentialReportExpiredException();
    }
    return new GetCredentialReportResponse()
        .content(Bytes.of(report.content().getBytes(StandardCharsets.UTF_8)))
        .reportFormat("text/csv")
        .generatedTime(report.readyAt());
  }

  private static boolean isExpired(CredentialReport report, Instant now) {
    return now.isAfter(report.readyAt().plus(VALID));
  }
}
