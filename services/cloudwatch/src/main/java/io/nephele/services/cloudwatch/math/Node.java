package io.nephele.services.cloudwatch.math;

import java.util.List;

/** A part of an expression of metric math. */
sealed interface Node {
  /** A number. */
  record Number(double value) implements Node {}

  /** A text in quotes. */
  record Text(String value) implements Node {}

  /** The id of a query, or a word that a function knows. */
  record Name(String name) implements Node {}

  /** A list in brackets. */
  record Array(List<Node> items) implements Node {}

  /** A sign before an operand: {@code -} or {@code !}. */
  record Unary(String operator, Node operand) implements Node {}

  /** An operator between operands. */
  record Binary(String operator, Node left, Node right) implements Node {}

  /** A function, in upper case, and what it is given. */
  record Function(String name, List<Node> arguments) implements Node {}
}
