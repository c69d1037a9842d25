package io.nephele.services.dynamodb.expressions;

import java.util.List;

/** What an expression says, before anybody asked whether that makes sense. */
sealed interface Syntax {

  /** Something that has a value. */
  sealed interface Term extends Syntax {}

  /** A document path: names (placeholders with their sign) and indexes of lists. */
  record Path(List<Object> steps) implements Term {}

  /** The placeholder of a value, with its sign. */
  record Placeholder(String name) implements Term {}

  /** A function's call. It can stand for a value and for a condition. */
  record Call(String function, List<Term> arguments) implements Term {}

  /** A sum or difference. */
  record Arithmetic(String operator, Term left, Term right) implements Term {}

  /** A comparison of two values. */
  record Comparison(String operator, Term left, Term right) implements Syntax {}

  /** Whether a value is between two others. */
  record Between(Term value, Term low, Term high) implements Syntax {}

  /** Whether a value is one of others. */
  record In(Term value, List<Term> candidates) implements Syntax {}

  /** Both hold. */
  record And(Syntax left, Syntax right) implements Syntax {}

  /** One at least holds. */
  record Or(Syntax left, Syntax right) implements Syntax {}

  /** It does not hold. */
  record Not(Syntax condition) implements Syntax {}
}
