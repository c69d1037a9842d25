package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.expressions.Syntax.Path;
import io.nephele.services.dynamodb.expressions.Syntax.Term;
import java.util.List;

/**
 * What an update's expression says.
 *
 * @param sections the sections' words in capitals, in their order
 * @param actions the actions of all sections
 */
record UpdateSyntax(List<String> sections, List<Action> actions) {

  /** What is done at a path; removal has no value. */
  record Action(String section, Path path, Term value) {}
}
