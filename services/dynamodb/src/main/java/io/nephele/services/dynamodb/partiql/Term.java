package io.nephele.services.dynamodb.partiql;

import io.nephele.services.dynamodb.expressions.DocumentPath;
import io.nephele.services.dynamodb.partiql.Token.Place;
import java.util.List;

/** What statements say of values and conditions, as it is written. */
sealed interface Term {

  /** What errors call it. */
  default String kind() {
    return switch (this) {
      case Path path -> "VARIABLE_REFERENCE";
      case Text text -> "STRING";
      case Number number -> "DECIMAL";
      case Bool bool -> "BOOL";
      case Null none -> "NULL";
      case Missing missing -> "MISSING";
      case Parameter parameter -> "PARAMETER";
      case Items items -> "LIST";
      case Bag bag -> "BAG";
      case Struct struct -> "STRUCT";
      case Call call -> call.function();
      default -> "EXPRESSION";
    };
  }

  /** An attribute, or what lies in it. */
  record Path(DocumentPath path, Place at) implements Term {}

  /** A text. */
  record Text(String value, Place at) implements Term {}

  /** A number as it is written, with its sign. */
  record Number(String text, Place at) implements Term {}

  /** True or false. */
  record Bool(boolean value, Place at) implements Term {}

  /** The value null. */
  record Null(Place at) implements Term {}

  /** No value at all. */
  record Missing(Place at) implements Term {}

  /** A question mark: one of the parameters, counted from 0. */
  record Parameter(int index, Place at) implements Term {}

  /** A list. */
  record Items(List<Term> items, Place at) implements Term {}

  /** A set. */
  record Bag(List<Term> items, Place at) implements Term {}

  /** A name and its value in a map. */
  record Entry(Term name, Term value) {}

  /** A map. */
  record Struct(List<Entry> entries, Place at) implements Term {}

  /**
   * The call of a function.
   *
   * @param function in lower case
   */
  record Call(String function, List<Term> arguments, Place at) implements Term {}

  /** All of them. */
  record And(List<Term> conditions, Place at) implements Term {}

  /** Any of them. */
  record Or(List<Term> conditions, Place at) implements Term {}

  /** The contrary. */
  record Not(Term condition, Place at) implements Term {}

  /** Two values and what stands between them: a comparison or a calculation. */
  record Binary(String operator, Term left, Term right, Place at) implements Term {}

  /** Whether a value lies between two others. */
  record Between(Term value, Term low, Term high, Place at) implements Term {}

  /** Whether a value is one of others; those are a list if all is well. */
  record In(Term value, Term candidates, Place at) implements Term {}

  /** Whether a value is of a type, whose name is in upper case. */
  record Is(Term value, String type, Place at) implements Term {}

  /** Where it is. */
  Place at();
}
