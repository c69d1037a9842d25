package io.nephele.identity.action;

import io.nephele.model.Shape;
import io.nephele.model.Struct;
import java.util.ArrayList;
import java.util.List;

/**
 * A condition on a request, as the rule files write it: member paths with {@code &} between them,
 * all of which must be there. {@code A|B} asks for one of them, {@code !A} for its absence, {@code
 * A=x}, {@code A^=x} and {@code A$=x} for a value that is x, begins with it or ends in it.
 */
final class Presence {
  private enum Test {
    PRESENT,
    EQUALS,
    STARTS,
    ENDS
  }

  /** One test of one path; without a path, of a member that no request has. */
  private record Term(MemberPath path, Test test, String value, boolean negated) {
    boolean holds(Struct request) {
      return negated != (path != null && found(request));
    }

    private boolean found(Struct request) {
      if (test == Test.PRESENT) {
        return path.present(request);
      }
      for (String text : path.values(request)) {
        if (matches(text)) {
          return true;
        }
      }
      return false;
    }

    private boolean matches(String text) {
      return switch (test) {
        case PRESENT -> true;
        case EQUALS -> text.equals(value);
        case STARTS -> text.startsWith(value);
        case ENDS -> text.endsWith(value);
      };
    }
  }

  private final List<List<Term>> terms;

  private Presence(List<List<Term>> terms) {
    this.terms = terms;
  }

  /** Reads a condition on requests of a shape. */
  static Presence of(Shape input, String text) {
    List<List<Term>> all = new ArrayList<>();
    for (String conjunct : text.split("&")) {
      List<Term> any = new ArrayList<>();
      for (String term : conjunct.split("\\|")) {
        any.add(term(input, term));
      }
      all.add(List.copyOf(any));
    }
    return new Presence(List.copyOf(all));
  }

  private static Term term(Shape input, String text) {
    boolean negated = text.startsWith("!");
    String rest = negated ? text.substring(1) : text;
    int equals = rest.indexOf('=');
    if (equals < 0) {
      return new Term(MemberPath.of(input, rest), Test.PRESENT, null, negated);
    }
    Test test =
        switch (rest.charAt(equals - 1)) {
          case '^' -> Test.STARTS;
          case '$' -> Test.ENDS;
          default -> Test.EQUALS;
        };
    return new Term(
        MemberPath.of(input, rest.substring(0, test == Test.EQUALS ? equals : equals - 1)),
        test,
        rest.substring(equals + 1),
        negated);
  }

  /** Whether a request is so. */
  boolean holds(Struct request) {
    for (List<Term> any : terms) {
      boolean held = false;
      for (Term term : any) {
        if (term.holds(request)) {
          held = true;
          break;
        }
      }
      if (!held) {
        return false;
      }
    }
    return true;
  }
}
