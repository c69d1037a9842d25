package io.nephele.services.dynamodb.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.store.Key;
import io.nephele.services.dynamodb.values.Value.N;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "0.000, 0",
    "0E125, 0",
    "+7, 7",
    "00042, 42",
    "0042.1200, 42.12",
    "1.0, 1",
    "3.1400, 3.14",
    "1.5E2, 150",
    "1e-3, 0.001",
    ".5, 0.5",
    "5., 5",
    "-.5e1, -5",
    "100, 100",
    "-12.50, -12.5",
    "1E+2, 100",
    "12.5E1, 125",
    "1.25E1, 12.5",
    "0.00E7, 0",
    "10E-1, 1"
  })
  void aNumberHasOneForm(String given, String shown) {
    assertThat(N.of(given).text()).isEqualTo(shown);
    assertThat(N.of(given)).isEqualTo(N.of(shown));
  }

  @Test
  void exponentsAreWrittenOut() {
    assertThat(N.of("1E125").text()).isEqualTo("1" + "0".repeat(125));
    assertThat(N.of("1E-130").text()).isEqualTo("0." + "0".repeat(129) + "1");
    assertThat(N.of("-9.9999999999999999999999999999999999999E+125").text())
        .isEqualTo("-" + "9".repeat(38) + "0".repeat(88));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b",
        "1 ",
        " 1",
        "1e",
        "1e+",
        "--1",
        "1.2.3",
        "0x10",
        "NaN",
        "Infinity",
        "-",
        ".",
        "e5",
        "1d",
        "\u0661",
        "1_000",
        "1e9223372036854775808"
      })
  void whatIsNoNumberIsRefused(String text) {
    refused(text, "The parameter cannot be converted to a numeric value: " + text);
  }

  @Test
  void anEmptyNumberIsRefused() {
    refused("", "The parameter cannot be converted to a numeric value: ");
    assertThatThrownBy(() -> Numbers.parseOlder(""))
        .hasMessage("The parameter cannot be converted to a numeric value");
  }

  @Test
  void thirtyEightDigitsAreTheMost() {
    assertThat(N.of("12345678901234567890123456789012345678").text()).hasSize(38);
    assertThat(N.of("000123456789012345678901234567890123456.7800").text())
        .isEqualTo("123456789012345678901234567890123456.78");
    for (String text :
        List.of(
            "123456789012345678901234567890123456789", "1234567890.1234567890123456789012345678")) {
      boolean tooMany = text.replace(".", "").length() > 38;
      if (tooMany) {
        refused(text, "Attempting to store more than 38 significant digits in a Number");
      } else {
        assertThat(N.of(text).text()).isEqualTo(text);
      }
    }
    refused(
        "1" + "0".repeat(37) + "1",
        "Attempting to store more than 38 significant digits in a Number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1E126",
        "-1E+126",
        "99999E999999999999999999",
        "10E125",
        "0e126",
        "1e2147483648",
        "1e9223372036854775807"
      })
  void whatIsTooLargeIsRefused(String text) {
    refused(
        text,
        "Number overflow. Attempting to store a number with magnitude larger than supported range");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E-131", "-0.1E-130", "1E-999999999999999999", "0e-131"})
  void whatIsTooSmallIsRefused(String text) {
    refused(
        text,
        "Number underflow. Attempting to store a number with magnitude smaller than supported"
            + " range");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 2",
    "12, 2",
    "123, 3",
    "1234, 3",
    "12345678901234567890123456789012345678, 20",
    "0042, 2",
    "100, 2",
    "1010, 3",
    "0.0000001, 2",
    "1E125, 2",
    "1E-100, 2",
    "1.5, 3",
    "15, 2",
    "1.2, 3",
    "1.200, 3",
    "1.234, 4",
    "3.14159, 5",
    "123456, 4",
    "100.5, 4",
    "0.15, 2",
    "-42, 3",
    "-0, 1"
  })
  void aNumberCostsAsManyBytesAsAwsCounts(String number, int bytes) {
    assertThat(Sizes.value(N.of(number))).isEqualTo(bytes);
  }

  @Test
  void sumsAndDifferencesAreExact() {
    assertThat(Numbers.add(N.of("0.1"), N.of("0.2")).text()).isEqualTo("0.3");
    assertThat(Numbers.subtract(N.of("5"), N.of("7.50")).text()).isEqualTo("-2.5");
    assertThat(Numbers.add(N.of("999999999999999999"), N.of("999999999999999999")).text())
        .isEqualTo("1999999999999999998");
    assertThatThrownBy(() -> Numbers.add(N.of("9.9e125"), N.of("9.9e125")))
        .hasMessageStartingWith("Number overflow");
    assertThatThrownBy(() -> Numbers.add(N.of("1e100"), N.of("1")))
        .hasMessageStartingWith("Number overflow");
  }

  @Test
  void theOlderLayerReadsExponentsOf32Bits() {
    assertThat(Numbers.parseOlder("-1.50e2").text()).isEqualTo("-150");
    for (String text : List.of("1e99999999999", "1e2147483648", "1.5e-2147483648")) {
      assertThatThrownBy(() -> Numbers.parseOlder(text))
          .hasMessage("The parameter cannot be converted to a numeric value: " + text);
    }
    assertThatThrownBy(() -> Numbers.parseOlder("1e2147483647"))
        .hasMessageStartingWith("Number underflow");
    assertThatThrownBy(() -> Numbers.parseOlder("1e126")).hasMessageStartingWith("Number overflow");
  }

  @Test
  void anyNumberKeepsItsWorthAndItsOrder() {
    RandomValues some = new RandomValues(1);
    List<N> numbers = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      BigDecimal number = some.number();
      N value = N.of(i % 2 == 0 ? number.toString() : number.toPlainString());
      assertThat(value.decimal()).isEqualByComparingTo(number);
      assertThat(value.text()).isEqualTo(plain(number));
      assertThat(KeyValues.decode(KeyValues.encode(value))).isEqualTo(value);
      numbers.add(value);
    }
    for (N a : numbers) {
      for (N b : numbers) {
        int order = Integer.signum(a.decimal().compareTo(b.decimal()));
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(order);
        Key left = KeyValues.append(Key.of("k"), a).with("rest");
        Key right = KeyValues.append(Key.of("k"), b).with("rest");
        assertThat(Integer.signum(left.compareTo(right))).as("%s and %s", a, b).isEqualTo(order);
      }
    }
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> N.of(text)).hasMessage(message);
  }
}
