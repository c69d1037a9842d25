package io.nephele.services.sns.filter;

import io.nephele.services.sns.filter.Conditions.Condition;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The conditions of filter policies that are objects, such as {@code {"prefix": "a"}}. */
final class Operators {
  private static final BigDecimal LEAST = BigDecimal.valueOf(-1_000_000_000L);
  private static final BigDecimal GREATEST = BigDecimal.valueOf(1_000_000_000L);

  private Operators() {}

  /** The condition of that name, but exists, which is about fields rather than values. */
  static Condition read(String name, Object operand) {
    return switch (name) {
      case "prefix" -> prefix(text(name, operand));
      case "suffix" -> suffix(text(name, operand));
      case "equals-ignore-case" -> ignoringCase(text(name, operand));
      case "wildcard" -> wildcard(text(name, operand));
      case "anything-but" -> anythingBut(operand);
      case "numeric" -> numeric(operand);
      case "cidr" -> cidr(text(name, operand));
      default -> throw new FilterPolicyException("Unrecognized match type " + name);
    };
  }

  private static String text(String name, Object operand) {
    if (operand instanceof String text) {
      return text;
    }
    throw new FilterPolicyException(name + " match pattern must be a string");
  }

  private static Condition prefix(String prefix) {
    return value -> value instanceof String text && text.startsWith(prefix);
  }

  private static Condition suffix(String suffix) {
    return value -> value instanceof String text && text.endsWith(suffix);
  }

  private static Condition ignoringCase(String wanted) {
    return value -> value instanceof String text && text.equalsIgnoreCase(wanted);
  }

  private static Condition wildcard(String pattern) {
    Wildcard wildcard = Wildcard.parse(pattern);
    return value -> value instanceof String text && wildcard.matches(text);
  }

  /** Whatever is not one of these, or not of that prefix, suffix or pattern. */
  private static Condition anythingBut(Object operand) {
    if (operand instanceof Map<?, ?> nested) {
      if (nested.size() != 1) {
        throw new FilterPolicyException("Only one key allowed in match expression");
      }
      Map.Entry<?, ?> only = nested.entrySet().iterator().next();
      String name = (String) only.getKey();
      switch (name) {
        case "prefix", "suffix", "wildcard", "equals-ignore-case" -> {}
        default -> throw new FilterPolicyException("Unsupported anything-but pattern: " + name);
      }
      List<?> operands = only.getValue() instanceof List<?> list ? list : List.of(only.getValue());
      if (operands.isEmpty()) {
        throw new FilterPolicyException("Empty arrays are not allowed");
      }
      List<Condition> refused = new ArrayList<>();
      for (Object each : operands) {
        refused.add(read(name, each));
      }
      return value -> {
        for (int i = 0; i < refused.size(); i++) {
          if (refused.get(i).matches(value)) {
            return false;
          }
        }
        return true;
      };
    }
    List<?> operands = operand instanceof List<?> list ? list : single(operand);
    if (operands.isEmpty()) {
      throw new FilterPolicyException("Empty arrays are not allowed");
    }
    Set<Object> refused = new HashSet<>();
    for (Object each : operands) {
      if (each instanceof Number number) {
        refused.add(Conditions.decimal(number).stripTrailingZeros());
      } else if (each instanceof String) {
        refused.add(each);
      } else {
        throw new FilterPolicyException(
            "Inside anything but list, start|null|boolean is not supported.");
      }
    }
    return value ->
        !refused.contains(
            value instanceof Number number
                ? Conditions.decimal(number).stripTrailingZeros()
                : value);
  }

  private static List<?> single(Object operand) {
    List<Object> one = new ArrayList<>();
    one.add(operand);
    return one;
  }

  /** {@code ["=", 3]}, {@code [">", 1]}, {@code [">=", 1, "<", 3]} and their like. */
  private static Condition numeric(Object operand) {
    if (!(operand instanceof List<?> list)) {
      throw new FilterPolicyException("Value of numeric must be an array.");
    }
    if (list.isEmpty() || !(list.getFirst() instanceof String first)) {
      throw new FilterPolicyException(
          "Invalid member in numeric match: " + (list.isEmpty() ? "]" : list.getFirst()));
    }
    BigDecimal bound = bound(list, 0);
    switch (first) {
      case "=" -> {
        end(list, 2);
        return value -> value instanceof Number n && Conditions.decimal(n).compareTo(bound) == 0;
      }
      case "<", "<=" -> {
        end(list, 2);
        int most = first.equals("<") ? -1 : 0;
        return value -> value instanceof Number n && Conditions.decimal(n).compareTo(bound) <= most;
      }
      case ">", ">=" -> {
        return above(list, first.equals(">") ? 1 : 0, bound);
      }
      default -> throw new FilterPolicyException("Unrecognized numeric range operator: " + first);
    }
  }

  private static Condition above(List<?> list, int least, BigDecimal bottom) {
    if (list.size() == 2) {
      return value -> value instanceof Number n && Conditions.decimal(n).compareTo(bottom) >= least;
    }
    if (!("<".equals(list.get(2)) || "<=".equals(list.get(2)))) {
      throw new FilterPolicyException("Bad numeric range operator: " + list.get(2));
    }
    BigDecimal top = bound(list, 2);
    end(list, 4);
    if (bottom.compareTo(top) >= 0) {
      throw new FilterPolicyException("Bottom must be less than top");
    }
    int most = list.get(2).equals("<") ? -1 : 0;
    return value -> {
      if (!(value instanceof Number n)) {
        return false;
      }
      BigDecimal number = Conditions.decimal(n);
      return number.compareTo(bottom) >= least && number.compareTo(top) <= most;
    };
  }

  private static BigDecimal bound(List<?> list, int operator) {
    if (list.size() <= operator + 1 || !(list.get(operator + 1) instanceof Number number)) {
      throw new FilterPolicyException("Value of " + list.get(operator) + " must be numeric");
    }
    BigDecimal bound = Conditions.decimal(number);
    if (bound.compareTo(LEAST) < 0 || bound.compareTo(GREATEST) > 0) {
      throw new FilterPolicyException("Value of " + list.get(operator) + " is out of range");
    }
    return bound;
  }

  private static void end(List<?> list, int size) {
    if (list.size() > size) {
      throw new FilterPolicyException("Too many elements in numeric expression");
    }
  }

  private static Condition cidr(String block) {
    int slash = block.indexOf('/');
    if (slash < 0 || slash != block.lastIndexOf('/')) {
      throw new FilterPolicyException("Malformed CIDR, one '/' required");
    }
    byte[] network = address(block.substring(0, slash));
    int bits = -1;
    try {
      bits = Integer.parseInt(block.substring(slash + 1));
    } catch (NumberFormatException e) {
      // told below
    }
    if (network == null) {
      throw new FilterPolicyException("Malformed CIDR, invalid IP address");
    }
    if (bits < 0 || bits > network.length * 8) {
      throw new FilterPolicyException("Malformed CIDR, mask bits must be an integer");
    }
    int length = bits;
    return value -> {
      byte[] address = value instanceof String text ? address(text) : null;
      return address != null && sharesBits(network, address, length);
    };
  }

  private static boolean sharesBits(byte[] network, byte[] address, int bits) {
    if (network.length != address.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i & 7);
      if ((network[i >> 3] & mask) != (address[i >> 3] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** The bytes of a literal address, or null. */
  private static byte[] address(String text) {
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
