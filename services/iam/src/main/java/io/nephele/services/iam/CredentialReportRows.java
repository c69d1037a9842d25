package io.nephele.services.iam;

import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.IssuedKey;
import io.nephele.identity.directory.KeyUse;
import io.nephele.identity.directory.MfaDevice;
import io.nephele.identity.directory.PasswordPolicy;
import io.nephele.identity.directory.User;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes the rows of a report on credentials: the root user's, then the users' by name. */
final class CredentialReportRows {
  private static final String HEADER =
      "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
          + "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,"
          + "access_key_1_last_used_date,access_key_1_last_used_region,"
          + "access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,"
          + "access_key_2_last_used_date,access_key_2_last_used_region,"
          + "access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,"
          + "cert_2_last_rotated";
  private static final String NONE = "N/A";
  private static final int KEYS = 2;
  private static final int CERTIFICATES = 2;

  private final IamWorld iam;
  private final KeyTable keys;
  private final CredentialTables credentials;

  CredentialReportRows(IamWorld iam, KeyTable keys, CredentialTables credentials) {
    this.iam = iam;
    this.keys = keys;
    this.credentials = credentials;
  }

  /** The report on an account as it is. */
  String report(Reader reader, Call call) {
    Directory directory = iam.directory();
    String account = call.accountId();
    List<MfaDevice> devices = directory.mfaDevices().all(reader, account);
    StringBuilder report = new StringBuilder(HEADER);
    append(report, root(reader, call, devices));
    for (User user : directory.users().all(reader, account)) {
      append(report, row(reader, call, user, devices));
    }
    return report.toString();
  }

  private List<String> root(Reader reader, Call call, List<MfaDevice> devices) {
    List<String> row = new ArrayList<>();
    Instant created = iam.account(reader, call).createdAt();
    row.add("<root_account>");
    row.add(IamWorld.arn(call, "root"));
    row.add(date(created == null ? call.time() : created));
    row.addAll(List.of("false", NONE, NONE, "not_supported"));
    row.add(Boolean.toString(devices.stream().anyMatch(device -> device.isOf(""))));
    addKeys(row, reader, call, call.accountId());
    addCertificates(row, reader, call, call.accountId());
    return row;
  }

  private List<String> row(Reader reader, Call call, User user, List<MfaDevice> devices) {
    List<String> row = new ArrayList<>();
    row.add(user.name());
    row.add(user.arn());
    row.add(date(user.createdAt()));
    addPassword(row, reader, call, user);
    row.add(Boolean.toString(devices.stream().anyMatch(device -> device.isOf(user.name()))));
    addKeys(row, reader, call, user.id());
    addCertificates(row, reader, call, user.id());
    return row;
  }

  /** Nobody signs in with passwords here, so that none was ever used. */
  private void addPassword(List<String> row, Reader reader, Call call, User user) {
    LoginProfile profile = credentials.loginProfiles().get(reader, call.accountId(), user.id());
    if (profile == null) {
      row.addAll(List.of("false", NONE, NONE, NONE));
      return;
    }
    PasswordPolicy policy = iam.account(reader, call).passwordPolicy();
    boolean rotates = policy != null && policy.maxAgeDays() > 0;
    row.add("true");
    row.add("no_information");
    row.add(date(profile.changedAt()));
    row.add(rotates ? date(profile.changedAt().plus(policy.maxAgeDays(), ChronoUnit.DAYS)) : NONE);
  }

  private void addKeys(List<String> row, Reader reader, Call call, String ownerId) {
    List<IssuedKey> all = new ArrayList<>(keys.ofOwner(reader, call.accountId(), ownerId));
    all.sort(Comparator.comparing(IssuedKey::accessKeyId));
    for (int i = 0; i < KEYS; i++) {
      if (i >= all.size()) {
        row.addAll(List.of("false", NONE, NONE, NONE, NONE));
        continue;
      }
      IssuedKey key = all.get(i);
      KeyUse use = iam.directory().keyUses().get(reader, call.accountId(), key.accessKeyId());
      row.add(Boolean.toString(key.status() == IssuedKey.Status.ACTIVE));
      row.add(date(key.createdAt()));
      row.add(use == null ? NONE : date(use.at()));
      row.add(use == null ? NONE : use.region());
      row.add(use == null ? NONE : use.service());
    }
  }

  private void addCertificates(List<String> row, Reader reader, Call call, String ownerId) {
    List<SigningCertificate> all =
        new ArrayList<>(
            credentials.signingCertificates().ofUser(reader, call.accountId(), ownerId));
    all.sort(
        Comparator.comparing(SigningCertificate::active)
            .thenComparing(SigningCertificate::uploadedAt));
    for (int i = 0; i < CERTIFICATES; i++) {
      boolean there = i < all.size();
      row.add(Boolean.toString(there && all.get(i).active()));
      row.add(there ? date(all.get(i).uploadedAt()) : NONE);
    }
  }

  private static String date(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static void append(StringBuilder report, List<String> row) {
    char before = '\n';
    for (String value : row) {
      report.append(before);
      before = ',';
      // Names may have commas, but no quotation marks.
      if (value.indexOf(',') >= 0) {
        report.append('"').append(value).append('"');
      } else {
        report.append(value);
      }
    }
  }
}
