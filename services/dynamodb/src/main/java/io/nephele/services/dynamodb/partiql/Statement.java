package io.nephele.services.dynamodb.partiql;

import io.nephele.services.dynamodb.expressions.DocumentPath;
import java.util.List;

/** A statement as it is written. */
sealed interface Statement {

  /** The table, by name or ARN. */
  String table();

  /**
   * SELECT.
   *
   * @param index the index, or null
   * @param paths what is wanted; null for all
   * @param where null if all items are wanted
   * @param order empty if none is asked for
   */
  record Select(String table, String index, List<DocumentPath> paths, Term where, List<Order> order)
      implements Statement {}

  /** An attribute by which items are ordered. */
  record Order(String attribute, boolean ascending) {}

  /** EXISTS: an item that is there and meets a condition. */
  record Exists(Select select) implements Statement {
    @Override
    public String table() {
      return select.table();
    }
  }

  /**
   * INSERT.
   *
   * @param doNothing whether it is fine if the item is there already
   */
  record Insert(String table, Term item, boolean doNothing) implements Statement {}

  /**
   * UPDATE.
   *
   * @param returning what is answered, or null for nothing
   */
  record Update(String table, List<Change> changes, Term where, Returning returning)
      implements Statement {}

  /** A value for a path, or none if it is null. */
  record Change(DocumentPath path, Term value) {}

  /**
   * DELETE.
   *
   * @param returning what is answered, or null for nothing
   */
  record Delete(String table, Term where, Returning returning) implements Statement {}

  /**
   * What a write answers.
   *
   * @param all all attributes, else those that were changed
   * @param before as they were, else as they are
   */
  record Returning(boolean all, boolean before) {
    @Override
    public String toString() {
      return (all ? "ALL" : "MODIFIED") + (before ? " OLD *" : " NEW *");
    }
  }
}
