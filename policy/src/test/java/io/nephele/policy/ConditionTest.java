package io.nephele.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every condition operator, with present, absent and multi-valued keys. */
class ConditionTest {
  /** Keys as {@code name=value|value;name=value}; no text is no key. */
  private static ConditionKeys keys(String text) {
    ConditionKeys.Builder keys = ConditionKeys.builder();
    if (text != null) {
      for (String key : text.split(";")) {
        int equals = key.indexOf('=');
        keys.put(key.substring(0, equals), key.substring(equals + 1).split("\\|", -1));
      }
    }
    return keys.build();
  }

  private static void check(String operator, String policyValues, String keys, boolean holds) {
    StringBuilder list = new StringBuilder();
    for (String value : policyValues.split("\\|", -1)) {
      list.append(list.isEmpty() ? "" : ",").append('\'').append(value).append('\'');
    }
    String condition = "{'%s':{'k':[%s]}}".formatted(operator, list);
    assertThat(Policies.conditionHolds(condition, keys(keys))).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ',',
      quoteCharacter = '"',
      value = {
        "StringEquals, a, k=a, true",
        "StringEquals, a, K=a, true",
        "StringEquals, a, k=A, false",
        "StringEquals, a|b, k=b, true",
        "StringEquals, a*, k=ab, false",
        "StringEquals, a, , false",
        "stringequals, a, k=a, true",
        "StringNotEquals, a, k=b, true",
        "StringNotEquals, a|b, k=b, false",
        "StringNotEquals, a, , true",
        "StringEqualsIgnoreCase, a, k=A, true",
        "StringNotEqualsIgnoreCase, a, k=A, false",
        "StringLike, a*c?, k=abbcd, true",
        "StringLike, a*c?, k=abbc, false",
        "StringLike, A*, k=ab, false",
        "StringLike, *, k=x, true",
        "StringLike, *, , false",
        "StringNotLike, a*, k=abc, false",
        "StringNotLike, a*, k=bc, true",
        "StringNotLike, a*, , true",
        "StringEqualsIfExists, a, , true",
        "StringEqualsIfExists, a, k=b, false",
        "StringNotEqualsIfExists, a, k=a, false",
      })
  void strings(String operator, String values, String keys, boolean holds) {
    check(operator, values, keys, holds);
  }

  @ParameterizedTest
  @CsvSource({
    "NumericEquals, 10, k=10.0, true",
    "NumericEquals, 10, k=11, false",
    "NumericEquals, ten, k=ten, false",
    "NumericEquals, 10, k=ten, false",
    "NumericNotEquals, 10, k=11, true",
    "NumericNotEquals, 10, k=10, false",
    "NumericNotEquals, 10, , true",
    "NumericLessThan, 10, k=9.99, true",
    "NumericLessThan, 10, k=10, false",
    "NumericLessThanEquals, 10, k=10, true",
    "NumericLessThanEquals, 10, k=11, false",
    "NumericGreaterThan, -1, k=0, true",
    "NumericGreaterThan, 1, k=1, false",
    "NumericGreaterThanEquals, 1, k=1, true",
    "NumericGreaterThanEquals, 1, k=0, false",
    "NumericLessThan, 10, , false",
    "NumericLessThanIfExists, 10, , true",
    "NumericLessThan, 1e999999999, k=1, true",
  })
  void numbers(String operator, String values, String keys, boolean holds) {
    check(operator, values, keys, holds);
  }

  @ParameterizedTest
  @CsvSource({
    "DateEquals, 2026-01-02T03:04:05Z, k=2026-01-02T03:04:05Z, true",
    "DateEquals, 2026-01-02T03:04:05Z, k=2026-01-02T05:04:05+02:00, true",
    "DateEquals, 2026-01-02T03:04:05Z, k=1767323045, true",
    "DateEquals, 2026-01-02, k=2026-01-02T00:00:00.000Z, true",
    "DateNotEquals, 2026-01-02, k=2026-01-03, true",
    "DateNotEquals, 2026-01-02, , true",
    "DateLessThan, 2026-01-02T00:00:00Z, k=2026-01-01T23:59:59Z, true",
    "DateLessThan, 2026-01-02T00:00:00Z, k=2026-01-02T00:00:00Z, false",
    "DateLessThanEquals, 2026-01-02T00:00:00Z, k=2026-01-02T00:00:00Z, true",
    "DateLessThanEquals, 2026-01-02T00:00:00Z, k=2026-01-02T00:00:00.001Z, false",
    "DateGreaterThan, 2026, k=2026-01-02, true",
    "DateGreaterThan, 2026, k=2026-01-01, false",
    "DateGreaterThanEquals, 2026, k=2026-01-01, true",
    "DateGreaterThan, 2026, , false",
    "DateGreaterThan, 2026, k=soon, false",
  })
  void dates(String operator, String values, String keys, boolean holds) {
    check(operator, values, keys, holds);
  }

  @ParameterizedTest
  @CsvSource({
    "Bool, true, k=true, true",
    "Bool, TRUE, k=true, true",
    "Bool, false, k=true, false",
    "Bool, false, , false",
    "Bool, maybe, k=maybe, false",
    "BoolIfExists, false, , true",
    "BinaryEquals, QmluYXJ5, k=QmluYXJ5, true",
    "BinaryEquals, QmluYXJ5, k=QmluYXJ6, false",
    "BinaryEquals, !, k=!, false",
    "Null, true, , true",
    "Null, true, k=x, false",
    "Null, false, k=x, true",
    "Null, false, , false",
  })
  void flagsAndBytesAndExistence(String operator, String values, String keys, boolean holds) {
    check(operator, values, keys, holds);
  }

  @ParameterizedTest
  @CsvSource({
    "IpAddress, 203.0.113.0/24, k=203.0.113.77, true",
    "IpAddress, 203.0.113.0/24, k=203.0.114.1, false",
    "IpAddress, 203.0.113.0/25, k=203.0.113.128, false",
    "IpAddress, 203.0.113.7, k=203.0.113.7, true",
    "IpAddress, 0.0.0.0/0, k=8.8.8.8, true",
    "IpAddress, 0.0.0.0/0, k=::1, false",
    "IpAddress, 2001:DB8:1234:5678::/64, k=2001:db8:1234:5678::9, true",
    "IpAddress, 2001:DB8:1234:5678::/64, k=2001:db8:1234:5679::9, false",
    "IpAddress, ::/0, k=2001:db8::1, true",
    "IpAddress, ::ffff:10.0.0.0/104, k=::ffff:10.1.2.3, true",
    "IpAddress, 203.0.113.0/24, k=sns.amazonaws.com, false",
    "IpAddress, 203.0.113.0/33, k=203.0.113.0, false",
    "IpAddress, 203.0.113.0/24, , false",
    "NotIpAddress, 203.0.113.0/24, k=203.0.113.77, false",
    "NotIpAddress, 203.0.113.0/24|198.51.100.0/24, k=198.51.100.9, false",
    "NotIpAddress, 203.0.113.0/24, k=10.0.0.1, true",
    "NotIpAddress, 203.0.113.0/24, , true",
  })
  void addresses(String operator, String values, String keys, boolean holds) {
    check(operator, values, keys, holds);
  }

  @ParameterizedTest
  @CsvSource({
    "ArnEquals, arn:aws:sns:us-east-1:111122223333:t, k=arn:aws:sns:us-east-1:111122223333:t, true",
    "ArnLike, arn:aws:sns:*:111122223333:t*, k=arn:aws:sns:us-east-1:111122223333:topic, true",
    "ArnEquals, arn:aws:sns:*:111122223333:t*, k=arn:aws:sns:us-east-1:111122223333:topic, true",
    "ArnLike, arn:aws:sns:*:t, k=arn:aws:sns:us-east-1:111122223333:t, false",
    "ArnLike, arn:aws:s*:us-east-1:1:t, k=arn:aws:sns:us-east-1:1:t, true",
    "ArnLike, arn:aws:*:t, k=arn:aws:sns:us-east-1:1:t, false",
    "ArnLike, arn:aws:sns:*, k=arn:aws:sns:us-east-1:1:t, true",
    "ArnLike, *, k=arn:aws:sns:us-east-1:1:t, true",
    "ArnLike, arn:aws:iam::1:role/*, k=arn:aws:iam::1:role/a:b/c, true",
    "ArnLike, arn:aws:iam::1:role/*, k=ARN:aws:iam::1:role/a, false",
    "ArnLike, arn:aws:iam::1:role/*, k=role/a, false",
    "ArnNotLike, arn:aws:iam::1:role/*, k=arn:aws:iam::1:user/a, true",
    "ArnNotEquals, arn:aws:iam::1:role/*, k=arn:aws:iam::1:role/a, false",
    "ArnNotEquals, arn:aws:iam::1:role/*, , true",
    "ArnLikeIfExists, arn:aws:iam::1:role/*, , true",
  })
  void arns(String operator, String values, String keys, boolean holds) {
    check(operator, values, keys, holds);
  }

  @ParameterizedTest
  @CsvSource({
    "ForAllValues:StringEquals, a|b, k=a|b, true",
    "ForAllValues:StringEquals, a|b, k=a, true",
    "ForAllValues:StringEquals, a|b, k=a|c, false",
    "ForAllValues:StringEquals, a|b, , true",
    "ForAllValues:StringEquals, a|b, k=, true",
    "ForAllValues:StringNotEquals, a|b, k=c|d, true",
    "ForAllValues:StringNotEquals, a|b, k=c|a, false",
    "ForAnyValue:StringEquals, a|b, k=c|b, true",
    "ForAnyValue:StringEquals, a|b, k=c|d, false",
    "ForAnyValue:StringEquals, a|b, , false",
    "ForAnyValue:StringEqualsIfExists, a|b, , true",
    "ForAnyValue:StringNotEquals, a|b, k=a|c, true",
    "ForAnyValue:StringNotEquals, a|b, k=a|b, false",
    "ForAnyValue:StringNotEquals, a|b, , false",
    "forallvalues:stringlike, a*, k=ab|ac, true",
    "StringEquals, a, k=b|a, true",
    "StringNotEquals, a, k=b|a, false",
  })
  void sets(String operator, String values, String keys, boolean holds) {
    check(operator, values, keys, holds);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "StringEquals, ${aws:username}, k=alice;aws:username=alice, true",
        "StringEquals, ${AWS:UserName}, k=alice;aws:username=alice, true",
        "StringEquals, home/${aws:username}/x, k=home/alice/x;aws:username=alice, true",
        "StringLike, ${aws:username}*, k=alice2;aws:username=alice, true",
        "StringLike, ${aws:username}, k=anything;aws:username=*, false",
        "StringLike, ${aws:username}, k=*;aws:username=*, true",
        "StringEquals, ${aws:username}, k=alice, false",
        "StringNotEquals, ${aws:username}, k=alice, true",
        "StringEquals, ${aws:username}, k=a;aws:username=a|b, false",
        "StringEquals, \"${aws:username, 'nobody'}\", k=nobody, true",
        "StringEquals, ${*}${?}${$}, k=*?$, true",
        "StringLike, a${*}, k=ab, false",
        "StringLike, a${*}, k=a*, true",
        "ArnLike, arn:aws:iam::1:user/${aws:username}, k=arn:aws:iam::1:user/a;aws:username=a,"
            + " true",
        "StringEquals, ${open, k=${open, true",
      })
  void variables(String operator, String values, String keys, boolean holds) {
    // Apostrophes are quotes in these tests' JSON, so the default's are written as escapes.
    check(operator, values.replace("'", "\\u0027"), keys, holds);
  }
}
