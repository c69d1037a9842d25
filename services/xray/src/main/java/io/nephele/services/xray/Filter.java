package io.nephele.services.xray;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** A filter expression, as it was read. */
sealed interface Filter {
  /** True of everything. */
  Filter ALL = new And(List.of());

  /** Whether the expression is true of what is looked at. */
  boolean test(Scope scope);

  /**
   * Which nodes of the service graph are meant; what is null may be anything.
   *
   * @param name the service's name
   * @param type the service's type
   * @param accountId the account
   */
  record NodeId(String name, String type, String accountId) {
    /** Any node. */
    static final NodeId ANY = new NodeId(null, null, null);

    boolean matches(Entity.ServiceName service) {
      return (name == null || name.equals(service.name()))
          && (type == null || type.equals(service.type()))
          && (accountId == null || accountId.equals(service.accountId()));
    }
  }

  /** How values are compared. */
  enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    CONTAINS,
    BEGINS_WITH,
    ENDS_WITH;

    boolean isForTexts() {
      return this == EQUAL || this == NOT_EQUAL || ordinal() >= CONTAINS.ordinal();
    }

    boolean isForNumbers() {
      return ordinal() < CONTAINS.ordinal();
    }

    boolean holds(double value, double given) {
      return switch (this) {
        case EQUAL -> value == given;
        case NOT_EQUAL -> value != given;
        case LESS -> value < given;
        case LESS_OR_EQUAL -> value <= given;
        case GREATER -> value > given;
        case GREATER_OR_EQUAL -> value >= given;
        default -> false;
      };
    }

    /** Texts are compared without regard to case. */
    boolean holds(String value, String given) {
      String left = value.toLowerCase(Locale.ROOT);
      String right = given.toLowerCase(Locale.ROOT);
      return switch (this) {
        case EQUAL -> left.equals(right);
        case NOT_EQUAL -> !left.equals(right);
        case CONTAINS -> left.contains(right);
        case BEGINS_WITH -> left.startsWith(right);
        case ENDS_WITH -> left.endsWith(right);
        default -> false;
      };
    }
  }

  /** All of them. */
  record And(List<Filter> parts) implements Filter {
    @Override
    public boolean test(Scope scope) {
      for (Filter part : parts) {
        if (!part.test(scope)) {
          return false;
        }
      }
      return true;
    }
  }

  /** One of them. */
  record Or(List<Filter> parts) implements Filter {
    @Override
    public boolean test(Scope scope) {
      for (Filter part : parts) {
        if (part.test(scope)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The contrary. */
  record Not(Filter part) implements Filter {
    @Override
    public boolean test(Scope scope) {
      return !part.test(scope);
    }
  }

  /** A keyword that is true or false. */
  record Flag(String keyword) implements Filter {
    @Override
    public boolean test(Scope scope) {
      return scope.flag(keyword);
    }
  }

  /** A number compared with a keyword's; of several, one has to compare so. */
  record NumberTest(String keyword, Operator operator, double given) implements Filter {
    @Override
    public boolean test(Scope scope) {
      for (double value : scope.numbers(keyword)) {
        if (operator.holds(value, given)) {
          return true;
        }
      }
      return false;
    }
  }

  /** A text compared with a keyword's; of several, one has to compare so. */
  record TextTest(String keyword, Operator operator, String given) implements Filter {
    @Override
    public boolean test(Scope scope) {
      for (String value : scope.texts(keyword)) {
        if (operator.holds(value, given)) {
          return true;
        }
      }
      return false;
    }
  }

  /** That there is a value. */
  record Present(String keyword) implements Filter {
    @Override
    public boolean test(Scope scope) {
      return !scope.texts(keyword).isEmpty() || !scope.numbers(keyword).isEmpty();
    }
  }

  /**
   * An annotation of that key.
   *
   * @param operator null if it only has to be there
   * @param given a text, a number or a boolean
   */
  record Annotation(String key, Operator operator, Object given) implements Filter {
    @Override
    public boolean test(Scope scope) {
      for (Object value : ((TraceScope) scope).annotations(key)) {
        if (operator == null
            ? !Boolean.FALSE.equals(value)
            : switch (value) {
              case Number number when given instanceof Double other ->
                  operator.holds(number.doubleValue(), other);
              case String text when given instanceof String other -> operator.holds(text, other);
              case Boolean flag when given instanceof Boolean other ->
                  (operator == Operator.EQUAL) == flag.equals(other);
              default -> false;
            }) {
          return true;
        }
      }
      return false;
    }
  }

  /** A service of which a segment passes. */
  record OnService(NodeId node, Filter filter) implements Filter {
    @Override
    public boolean test(Scope scope) {
      return any(((TraceScope) scope).services(node), filter);
    }
  }

  /** An edge of which a call passes. */
  record OnEdge(NodeId from, NodeId to, Filter filter) implements Filter {
    @Override
    public boolean test(Scope scope) {
      return any(((TraceScope) scope).edges(from, to), filter);
    }
  }

  /**
   * A root cause of which an element passes.
   *
   * @param kind {@code fault}, {@code error} or {@code responsetime}
   * @param part {@code service}, {@code entity} or {@code exception}
   */
  record OnRootCause(String kind, String part, Filter filter) implements Filter {
    @Override
    public boolean test(Scope scope) {
      for (RootCauses.Cause cause : ((TraceScope) scope).causes(kind)) {
        if (any(TraceScope.elements(cause, part), filter)) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * A root cause that has all that is given.
   *
   * @param kinds which of {@code fault}, {@code error} and {@code responsetime} are looked at
   * @param given root causes as JSON, of which one has to be there
   */
  record OnRootCauseJson(List<String> kinds, List<?> given, boolean equal) implements Filter {
    @Override
    public boolean test(Scope scope) {
      for (String kind : kinds) {
        for (RootCauses.Cause cause : ((TraceScope) scope).causes(kind)) {
          for (Object one : given) {
            if (has(TraceScope.json(cause), one)) {
              return equal;
            }
          }
        }
      }
      return !equal;
    }

    private static boolean has(Object there, Object asked) {
      if (asked instanceof Map<?, ?> object) {
        return there instanceof Map<?, ?> other
            && object.entrySet().stream().allMatch(e -> has(other.get(e.getKey()), e.getValue()));
      }
      if (asked instanceof List<?> list) {
        if (!(there instanceof List<?> other) || other.size() != list.size()) {
          return false;
        }
        for (int i = 0; i < list.size(); i++) {
          if (!has(other.get(i), list.get(i))) {
            return false;
          }
        }
        return true;
      }
      return asked == null ? there == null : asked.equals(there);
    }
  }

  private static boolean any(List<? extends Scope> scopes, Predicate<Scope> passes) {
    for (Scope scope : scopes) {
      if (passes.test(scope)) {
        return true;
      }
    }
    return false;
  }

  private static boolean any(List<? extends Scope> scopes, Filter filter) {
    return any(scopes, filter::test);
  }
}
