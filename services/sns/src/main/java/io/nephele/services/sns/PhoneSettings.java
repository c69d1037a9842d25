package io.nephele.services.sns;

import io.nephele.api.sns.CheckIfPhoneNumberIsOptedOutInput;
import io.nephele.api.sns.CheckIfPhoneNumberIsOptedOutResponse;
import io.nephele.api.sns.GetSMSAttributesInput;
import io.nephele.api.sns.GetSMSAttributesResponse;
import io.nephele.api.sns.ListOriginationNumbersRequest;
import io.nephele.api.sns.ListOriginationNumbersResult;
import io.nephele.api.sns.ListPhoneNumbersOptedOutInput;
import io.nephele.api.sns.ListPhoneNumbersOptedOutResponse;
import io.nephele.api.sns.OptInPhoneNumberInput;
import io.nephele.api.sns.OptInPhoneNumberResponse;
import io.nephele.api.sns.SetSMSAttributesInput;
import io.nephele.api.sns.SetSMSAttributesResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations on what an account says of its text messages, and on who wants none. */
final class PhoneSettings {
  private static final int PAGE = 100;
  private static final long OPT_IN_AGAIN = Duration.ofDays(30).toMillis();

  private final SnsWorld sns;

  /** Keys are an account and a region. */
  private final Table<Settings> settings = Table.of("sns.smsSettings", Settings.class);

  /** Keys are an account, a region and a number. */
  private final Table<OptOut> optOuts = Table.of("sns.optOuts", OptOut.class);

  PhoneSettings(SnsWorld sns) {
    this.sns = sns;
  }

  record Settings(Map<String, String> attributes) {}

  /**
   * What is known of a telephone's wish.
   *
   * @param out whether it wants no messages
   * @param optedInAt when the account last took the wish back, in milliseconds since 1970, or 0
   */
  record OptOut(boolean out, long optedInAt) {}

  private static Key place(Call call) {
    return Key.of(call.accountId()).with(call.region().name());
  }

  /** What an account said of its messages in a region. */
  Map<String, String> attributes(Reader reader, String account, String region) {
    Settings known = settings.get(reader, Key.of(account).with(region));
    return known == null ? Map.of() : known.attributes;
  }

  boolean isOptedOut(Reader reader, String account, String region, String number) {
    OptOut known = optOuts.get(reader, Key.of(account).with(region).with(number));
    return known != null && known.out;
  }

  /** Notes that a telephone wants no messages of an account any more. */
  void optOut(String account, String region, String number) {
    Key place = Key.of(account).with(region).with(number);
    sns.world()
        .store()
        .write(
            transaction -> {
              OptOut known = optOuts.get(transaction, place);
              optOuts.put(
                  transaction, place, new OptOut(true, known == null ? 0 : known.optedInAt));
              return null;
            });
  }

  CheckIfPhoneNumberIsOptedOutResponse check(CheckIfPhoneNumberIsOptedOutInput in, Call call) {
    requireNumber(in.phoneNumber());
    return new CheckIfPhoneNumberIsOptedOutResponse()
        .isOptedOut(
            sns.read(
                reader ->
                    isOptedOut(reader, call.accountId(), call.region().name(), in.phoneNumber())));
  }

  ListPhoneNumbersOptedOutResponse list(ListPhoneNumbersOptedOutInput in, Call call) {
    String after = PageTokens.read(in.nextToken());
    KeyRange all = KeyRange.prefix(place(call));
    KeyRange range = after == null ? all : all.startingAfter(place(call).with(after));
    List<String> numbers = new ArrayList<>();
    sns.read(
        reader -> {
          numbers.clear();
          for (Table.Row<OptOut> row : optOuts.scan(reader, range, Direction.FORWARD)) {
            if (row.value().out && numbers.size() <= PAGE) {
              numbers.add(row.key().without(place(call)).reader().nextText());
            }
          }
          return null;
        });
    boolean more = numbers.size() > PAGE;
    return new ListPhoneNumbersOptedOutResponse()
        .phoneNumbers(more ? numbers.subList(0, PAGE) : numbers)
        .nextToken(more ? PageTokens.write(numbers.get(PAGE - 1)) : null);
  }

  OptInPhoneNumberResponse optIn(OptInPhoneNumberInput in, Call call) {
    requireNumber(in.phoneNumber());
    Key place = place(call).with(in.phoneNumber());
    sns.world()
        .store()
        .write(
            transaction -> {
              OptOut known = optOuts.get(transaction, place);
              if (known == null || !known.out) {
                return null;
              }
              if (known.optedInAt > 0 && sns.now() - known.optedInAt < OPT_IN_AGAIN) {
                throw SnsErrors.invalid(
                    "phoneNumber", "a number can be opted in only once every 30 days");
              }
              optOuts.put(transaction, place, new OptOut(false, sns.now()));
              return null;
            });
    return new OptInPhoneNumberResponse();
  }

  static void requireNumber(String number) {
    if (!PhoneNumbers.isValid(number)) {
      throw SnsErrors.invalid("phoneNumber", "input incorrectly formatted");
    }
  }

  SetSMSAttributesResponse set(SetSMSAttributesInput in, Call call) {
    in.attributes().forEach(PhoneSettings::check);
    sns.world()
        .store()
        .write(
            transaction -> {
              Map<String, String> changed =
                  new LinkedHashMap<>(
                      attributes(transaction, call.accountId(), call.region().name()));
              changed.putAll(in.attributes());
              changed.values().removeIf(String::isEmpty);
              settings.put(transaction, place(call), new Settings(changed));
              return null;
            });
    return new SetSMSAttributesResponse();
  }

  private static void check(String name, String value) {
    boolean good =
        switch (name) {
          case "DefaultSMSType" -> value.equals("Promotional") || value.equals("Transactional");
          case "DefaultSenderID" -> isSenderId(value);
          case "MonthlySpendLimit" -> isNumber(value, Integer.MAX_VALUE);
          case "DeliveryStatusIAMRole",
              "DeliveryStatusSuccessSamplingRate",
              "UsageReportS3Bucket" ->
              value.isEmpty() || refuse(name);
          default -> throw SnsErrors.invalid("Attributes", "Unknown attribute: " + name);
        };
    if (!good) {
      throw SnsErrors.invalid("attributes", name + " cannot be " + value);
    }
  }

  private static boolean refuse(String name) {
    throw SnsErrors.invalid(
        "attributes", name + ": Nephele keeps no logs and reports of text messages");
  }

  private static boolean isSenderId(String value) {
    boolean letter = value.isEmpty();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean isLetter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      letter |= isLetter;
      if (!isLetter && (c < '0' || c > '9')) {
        return false;
      }
    }
    return letter && value.length() <= 11;
  }

  private static boolean isNumber(String value, int most) {
    try {
      int number = Integer.parseInt(value);
      return number >= 0 && number <= most;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  GetSMSAttributesResponse get(GetSMSAttributesInput in, Call call) {
    Map<String, String> known =
        new LinkedHashMap<>(
            sns.read(reader -> attributes(reader, call.accountId(), call.region().name())));
    known.putIfAbsent("MonthlySpendLimit", "1");
    if (in.attributes() != null && !in.attributes().isEmpty()) {
      known.keySet().retainAll(in.attributes());
    }
    return new GetSMSAttributesResponse().attributes(known);
  }

  /** There is no way to get one of these numbers, so that there are none. */
  ListOriginationNumbersResult originations(ListOriginationNumbersRequest in, Call call) {
    PageTokens.read(in.nextToken());
    return new ListOriginationNumbersResult().phoneNumbers(List.of());
  }
}
