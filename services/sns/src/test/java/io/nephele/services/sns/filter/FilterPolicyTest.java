package io.nephele.services.sns.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FilterPolicyTest {
  private static final int TRIES = 40_000;
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final List<Object> LEAVES = new ArrayList<>();

  static {
    LEAVES.addAll(
        List.of("x", "xy", "yx", "X", "", 0, 1, new BigDecimal("1.0"), 2, new BigDecimal("-1.5")));
    LEAVES.add(true);
    LEAVES.add(false);
    LEAVES.add(null);
  }

  /** Policies that the reader takes mean what the model says they mean. */
  @Test
  void policiesMeanWhatTheModelSays() {
    Random random = new Random(20_261_122);
    int compared = 0;
    int matched = 0;
    for (int i = 0; i < TRIES; i++) {
      boolean nested = random.nextBoolean();
      Map<String, Object> policy = policy(random, nested ? 2 : 0, random.nextInt(3) == 0);
      FilterPolicy compiled;
      try {
        compiled = FilterPolicy.parse(JsonText.write(policy), nested);
      } catch (FilterPolicyException e) {
        continue;
      }
      Map<String, Object> document = document(random, nested ? 2 : 0);
      boolean expected = FilterModel.matches(policy, document);
      assertThat(compiled.matches(document))
          .as("%s on %s", JsonText.write(policy), JsonText.write(document))
          .isEqualTo(expected);
      compared++;
      matched += expected ? 1 : 0;
    }
    assertThat(compared).isGreaterThan(TRIES / 2);
    assertThat(matched).isBetween(compared / 10, compared * 9 / 10);
  }

  private static Map<String, Object> policy(Random random, int depth, boolean or) {
    Map<String, Object> policy = new LinkedHashMap<>();
    for (String name : NAMES) {
      if (random.nextInt(3) == 0) {
        policy.put(
            name,
            depth > 0 && random.nextBoolean()
                ? notEmpty(policy(random, depth - 1, false))
                : conditions(random));
      }
    }
    if (or) {
      List<Object> alternatives = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        alternatives.add(notEmpty(policy(random, depth, false)));
      }
      policy.put("$or", alternatives);
    }
    return policy;
  }

  private static Map<String, Object> notEmpty(Map<String, Object> policy) {
    if (policy.isEmpty()) {
      policy.put("a", List.of("x"));
    }
    return policy;
  }

  private static List<Object> conditions(Random random) {
    List<Object> conditions = new ArrayList<>();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      conditions.add(condition(random));
    }
    return conditions;
  }

  private static Object condition(Random random) {
    String text = List.of("x", "y", "xy", "").get(random.nextInt(4));
    return switch (random.nextInt(12)) {
      case 0 -> Map.of("prefix", text);
      case 1 -> Map.of("suffix", text);
      case 2 -> Map.of("equals-ignore-case", text);
      case 3 -> Map.of("wildcard", text + "*");
      case 4 -> Map.of("exists", random.nextBoolean());
      case 5 -> Map.of("anything-but", List.of(text, 1));
      case 6 -> Map.of("anything-but", Map.of("prefix", text));
      case 7 -> Map.of("anything-but", Map.of("suffix", List.of(text, "q")));
      case 8 -> Map.of("numeric", List.of(random.nextBoolean() ? ">" : ">=", 0, "<=", 1));
      case 9 -> Map.of("numeric", List.of(random.nextBoolean() ? "=" : "<", 1));
      default -> LEAVES.get(random.nextInt(LEAVES.size()));
    };
  }

  private static Map<String, Object> document(Random random, int depth) {
    Map<String, Object> document = new LinkedHashMap<>();
    for (String name : NAMES) {
      if (random.nextInt(4) > 0) {
        document.put(name, value(random, depth));
      }
    }
    return document;
  }

  private static Object value(Random random, int depth) {
    int kind = random.nextInt(4);
    if (kind == 0) {
      List<Object> list = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        list.add(depth > 0 ? value(random, depth - 1) : LEAVES.get(random.nextInt(LEAVES.size())));
      }
      return list;
    }
    return depth > 0 && kind == 1
        ? document(random, depth - 1)
        : LEAVES.get(random.nextInt(LEAVES.size()));
  }

  @Test
  void addressesAreInBlocks() {
    FilterPolicy policy =
        FilterPolicy.parse(
            "{\"ip\":[{\"cidr\":\"10.1.0.0/17\"},{\"cidr\":\"2001:db8::/33\"}]}", false);
    assertThat(policy.matches(Map.of("ip", "10.1.127.255"))).isTrue();
    assertThat(policy.matches(Map.of("ip", "10.1.128.0"))).isFalse();
    assertThat(policy.matches(Map.of("ip", "2001:db8:7fff::1"))).isTrue();
    assertThat(policy.matches(Map.of("ip", "2001:db8:8000::1"))).isFalse();
    assertThat(policy.matches(Map.of("ip", "localhost"))).isFalse();
  }

  @Test
  void wildcardsHaveEscapesAndSeveralPieces() {
    FilterPolicy policy = FilterPolicy.parse("{\"f\":[{\"wildcard\":\"a*b*\\\\*c\"}]}", false);
    assertThat(policy.matches(Map.of("f", "a-b-*c"))).isTrue();
    assertThat(policy.matches(Map.of("f", "ab*c"))).isTrue();
    assertThat(policy.matches(Map.of("f", "a-b-c"))).isFalse();
    assertThat(policy.matches(Map.of("f", "a*c"))).isFalse();
  }

  @Test
  void whatSnsRefusesIsRefusedInItsWords() {
    refused("{\"a\":", false, "failed to parse JSON");
    refused("{\"a\":\"x\"}", false, "\"a\" must be an object or an array");
    refused("{\"a\":[]}", false, "Empty arrays are not allowed");
    refused(
        "{\"a\":{\"b\":[1]}}",
        false,
        "Filter policy scope MessageAttributes does not support nested filter policy");
    refused("{\"a\":[{\"like\":\"x\"}]}", false, "Unrecognized match type like");
    refused("{\"a\":[[\"x\"]]}", false, "Match value must be String, number, true, false, or null");
    refused("{\"a\":[{\"prefix\":1}]}", false, "prefix match pattern must be a string");
    refused(
        "{\"a\":[{\"exists\":\"no\"}]}",
        false,
        "exists match pattern must be either true or false.");
    refused("{\"a\":[{\"numeric\":[]}]}", false, "Invalid member in numeric match: ]");
    refused("{\"a\":[{\"numeric\":[\">\",\"1\"]}]}", false, "Value of > must be numeric");
    refused("{\"a\":[{\"numeric\":[\">\",2,\"<\",1]}]}", false, "Bottom must be less than top");
    refused(
        "{\"a\":[1],\"b\":[1],\"c\":[1],\"d\":[1],\"e\":[1],\"f\":[1]}",
        false,
        "Filter policy can not have more than 5 keys");
    FilterPolicy.parse("{\"a\":" + numbers(10) + ",\"b\":" + numbers(15) + "}", false);
    refused(
        "{\"a\":" + numbers(10) + ",\"b\":" + numbers(16) + "}",
        false,
        "Filter policy is too complex");
    // Values count once for each level that they are under: 4*3 * 3*2 * 3.
    refused(
        """
        {"a":{"b":{"c":[1,2,3,4]}},"d":{"e":[1,2,3]},"f":[1,2,3]}\
        """,
        true,
        "Filter policy is too complex");
    refused("[".repeat(10_000), true, "failed to parse JSON");
  }

  private static String numbers(int count) {
    List<Object> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(i);
    }
    return JsonText.write(numbers);
  }

  private static void refused(String json, boolean nested, String message) {
    assertThatThrownBy(() -> FilterPolicy.parse(json, nested))
        .isInstanceOf(FilterPolicyException.class)
        .hasMessage(message);
  }
}
