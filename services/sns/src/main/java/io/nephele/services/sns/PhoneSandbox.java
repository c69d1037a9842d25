package io.nephele.services.sns;

import io.nephele.api.sns.CreateSMSSandboxPhoneNumberInput;
import io.nephele.api.sns.CreateSMSSandboxPhoneNumberResult;
import io.nephele.api.sns.DeleteSMSSandboxPhoneNumberInput;
import io.nephele.api.sns.DeleteSMSSandboxPhoneNumberResult;
import io.nephele.api.sns.GetSMSSandboxAccountStatusInput;
import io.nephele.api.sns.GetSMSSandboxAccountStatusResult;
import io.nephele.api.sns.ListSMSSandboxPhoneNumbersInput;
import io.nephele.api.sns.ListSMSSandboxPhoneNumbersResult;
import io.nephele.api.sns.ResourceNotFoundException;
import io.nephele.api.sns.SMSSandboxPhoneNumber;
import io.nephele.api.sns.VerificationException;
import io.nephele.api.sns.VerifySMSSandboxPhoneNumberInput;
import io.nephele.api.sns.VerifySMSSandboxPhoneNumberResult;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * The operations on the telephones that an account in the sandbox may write to. Accounts here are
 * out of the sandbox and write to anybody.
 */
final class PhoneSandbox {
  private static final int PAGE = 100;
  private static final int PASSWORD = 6;

  private final SnsWorld sns;
  private final PhoneMessages phones;

  /** Keys are an account, a region and a number. */
  private final Table<SandboxNumber> numbers = Table.of("sns.sandboxNumbers", SandboxNumber.class);

  PhoneSandbox(SnsWorld sns, PhoneMessages phones) {
    this.sns = sns;
    this.phones = phones;
  }

  /** A number, with the password that was sent to it. */
  record SandboxNumber(String number, String password, boolean verified) {}

  private static Key place(Call call) {
    return Key.of(call.accountId()).with(call.region().name());
  }

  GetSMSSandboxAccountStatusResult status(GetSMSSandboxAccountStatusInput in, Call call) {
    return new GetSMSSandboxAccountStatusResult().isInSandbox(false);
  }

  CreateSMSSandboxPhoneNumberResult create(CreateSMSSandboxPhoneNumberInput in, Call call) {
    PhoneSettings.requireNumber(in.phoneNumber());
    Key key = place(call).with(in.phoneNumber());
    String password = sns.world().ids().secretText(PASSWORD, "0123456789");
    sns.world()
        .store()
        .write(
            transaction -> {
              SandboxNumber known = numbers.get(transaction, key);
              if (known == null || !known.verified) {
                numbers.put(transaction, key, new SandboxNumber(in.phoneNumber(), password, false));
                phones.sendPassword(
                    transaction,
                    call.accountId(),
                    call.region().name(),
                    in.phoneNumber(),
                    password);
              }
              return null;
            });
    return new CreateSMSSandboxPhoneNumberResult();
  }

  VerifySMSSandboxPhoneNumberResult verify(VerifySMSSandboxPhoneNumberInput in, Call call) {
    Key key = place(call).with(in.phoneNumber());
    sns.world()
        .store()
        .write(
            transaction -> {
              SandboxNumber known = numbers.get(transaction, key);
              if (known == null) {
                throw unknown();
              }
              if (!known.password.equals(in.oneTimePassword())) {
                throw new VerificationException("The one-time password is wrong")
                    .status_("Pending");
              }
              numbers.put(transaction, key, new SandboxNumber(known.number, known.password, true));
              return null;
            });
    return new VerifySMSSandboxPhoneNumberResult();
  }

  private static ResourceNotFoundException unknown() {
    return new ResourceNotFoundException("The phone number is not registered in the sandbox");
  }

  DeleteSMSSandboxPhoneNumberResult delete(DeleteSMSSandboxPhoneNumberInput in, Call call) {
    Key key = place(call).with(in.phoneNumber());
    sns.world()
        .store()
        .write(
            transaction -> {
              if (!numbers.contains(transaction, key)) {
                throw unknown();
              }
              numbers.delete(transaction, key);
              return null;
            });
    return new DeleteSMSSandboxPhoneNumberResult();
  }

  ListSMSSandboxPhoneNumbersResult list(ListSMSSandboxPhoneNumbersInput in, Call call) {
    String after = PageTokens.read(in.nextToken());
    int size = in.maxResults() == null ? PAGE : in.maxResults();
    KeyRange all = KeyRange.prefix(place(call));
    KeyRange range = after == null ? all : all.startingAfter(place(call).with(after));
    List<SMSSandboxPhoneNumber> found =
        sns.read(
            reader -> {
              List<SMSSandboxPhoneNumber> read = new ArrayList<>();
              for (Table.Row<SandboxNumber> row : numbers.scan(reader, range, Direction.FORWARD)) {
                read.add(
                    new SMSSandboxPhoneNumber()
                        .phoneNumber(row.value().number)
                        .status(row.value().verified ? "Verified" : "Pending"));
                if (read.size() > size) {
                  break;
                }
              }
              return read;
            });
    boolean more = found.size() > size;
    return new ListSMSSandboxPhoneNumbersResult()
        .phoneNumbers(more ? found.subList(0, size) : found)
        .nextToken(more ? PageTokens.write(found.get(size - 1).phoneNumber()) : null);
  }
}
