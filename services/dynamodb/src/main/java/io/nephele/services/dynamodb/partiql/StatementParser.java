package io.nephele.services.dynamodb.partiql;

import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.expressions.DocumentPath;
import io.nephele.services.dynamodb.partiql.Statement.Change;
import io.nephele.services.dynamodb.partiql.Statement.Order;
import io.nephele.services.dynamodb.partiql.Statement.Returning;
import io.nephele.services.dynamodb.partiql.Token.Kind;
import io.nephele.services.dynamodb.values.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads statements. For one thread. */
final class StatementParser {
  private final Words words;
  private final TermParser terms;

  private StatementParser(String statement) {
    this.words = new Words(Tokenizer.tokens(statement));
    this.terms = new TermParser(words);
  }

  /** A statement and how many parameters it takes. */
  record Parsed(Statement statement, int parameters) {}

  /** What stands after FROM. */
  private record Source(String table, String index) {}

  /**
   * Reads a statement.
   *
   * @throws AwsException in AWS's words if it is none
   */
  static Parsed parse(String statement) {
    StatementParser parser = new StatementParser(statement);
    Statement parsed = parser.statement();
    parser.words.takeSign(";");
    if (parser.words.peek().kind() != Kind.END) {
      throw StatementErrors.notWellFormed("Unexpected token after expression");
    }
    return new Parsed(parsed, parser.terms.parameters());
  }

  private Statement statement() {
    Token first = words.take();
    String verb = first.kind() == Kind.NAME ? first.text().toUpperCase(Locale.ROOT) : "";
    return switch (verb) {
      case "SELECT" -> select();
      case "EXISTS" -> exists();
      case "INSERT" -> insert();
      case "UPDATE" -> update(unnamed(true), false);
      case "DELETE" -> delete();
      case "FROM" -> update(unnamed(false), true);
      default -> throw StatementErrors.notWellFormed("Expected data manipulation");
    };
  }

  private Statement exists() {
    words.requireSign("(", "LEFT_PAREN");
    words.requireWord("SELECT");
    Statement.Select select = select();
    words.requireSign(")", "RIGHT_PAREN");
    return new Statement.Exists(select);
  }

  private Statement.Select select() {
    if (words.peek().isWord("DISTINCT")) {
      throw StatementErrors.unsupportedClause(words.peek());
    }
    words.takeWord("ALL");
    List<DocumentPath> paths = paths();
    words.requireWord("FROM");
    Source source = unnamed(false);
    if (words.peek().isSign(",") || isJoin(words.peek())) {
      throw Validation.error("Only select from a single table or index is supported.");
    }
    Term where = where();
    List<Order> order = order();
    Token rest = words.peek();
    for (String clause : List.of("GROUP", "HAVING", "LIMIT", "OFFSET")) {
      if (rest.isWord(clause)) {
        throw StatementErrors.unsupportedClause(rest);
      }
    }
    return new Statement.Select(source.table, source.index, paths, where, order);
  }

  private static boolean isJoin(Token token) {
    return token.isWord("JOIN")
        || token.isWord("INNER")
        || token.isWord("LEFT")
        || token.isWord("RIGHT")
        || token.isWord("CROSS")
        || token.isWord("FULL");
  }

  /** What is selected; null for all. */
  private List<DocumentPath> paths() {
    List<DocumentPath> paths = new ArrayList<>();
    boolean all = false;
    do {
      if (words.takeSign("*")) {
        all = true;
      } else {
        paths.add(selected());
      }
    } while (words.takeSign(","));
    if (all && !paths.isEmpty()) {
      throw Validation.error(
          "Other attributes should not be present in the projection when '*' is used.");
    }
    return all ? null : paths;
  }

  private DocumentPath selected() {
    Token token = words.peek();
    if (token.kind() == Kind.NAME && words.peekSecond().isSign("(")) {
      throw StatementErrors.at("Unexpected path component", token.at());
    }
    if (!words.isName()) {
      if (token.kind() == Kind.TEXT || token.kind() == Kind.NUMBER || token.isSign("?")) {
        throw StatementErrors.at("Unexpected path component", token.at());
      }
      throw StatementErrors.notWellFormed(
          token.kind() == Kind.NAME ? "Unexpected keyword" : "Unexpected term");
    }
    DocumentPath path = words.path();
    requireNoAlias();
    return path;
  }

  private void requireNoAlias() {
    if (words.peek().isWord("AS") || words.isName()) {
      throw Validation.error("Aliasing is not supported");
    }
  }

  private Source source(boolean ofUpdate) {
    if (!words.isName()) {
      throw StatementErrors.notWellFormed(
          ofUpdate ? "Expected identifier for simple path" : "Unexpected from source");
    }
    String table = words.name();
    String index = null;
    if (words.takeSign(".")) {
      index = component();
      if (words.takeSign(".")) {
        throw Validation.error("A path may contain at most 2 components in the FROM clause");
      }
    }
    if (words.peek().isSign("-") || words.peek().isSign("(")) {
      throw StatementErrors.notWellFormed("Unexpected from source");
    }
    return new Source(table, index);
  }

  private Source unnamed(boolean ofUpdate) {
    Source source = source(ofUpdate);
    requireNoAlias();
    return source;
  }

  private String component() {
    if (!words.isName()) {
      throw StatementErrors.notWellFormed("Invalid path dot component");
    }
    return words.name();
  }

  private Term where() {
    return words.takeWord("WHERE") ? terms.term() : null;
  }

  private List<Order> order() {
    List<Order> order = new ArrayList<>();
    if (!words.takeWord("ORDER")) {
      return order;
    }
    words.requireWord("BY");
    do {
      if (!words.isName()) {
        throw StatementErrors.notWellFormed("Unexpected term");
      }
      DocumentPath path = words.path();
      boolean descending = words.takeWord("DESC");
      if (!descending) {
        words.takeWord("ASC");
      }
      String name = path.isNested() ? path.toString() : path.attribute();
      order.add(new Order(name, !descending));
    } while (words.takeSign(","));
    return order;
  }

  private static void requireNoIndex(Source source) {
    if (source.index != null) {
      throw Validation.error(
          "FROM clause may only contain a single table name in data manipulation statements");
    }
  }

  private Statement insert() {
    words.requireWord("INTO");
    Source source = source(true);
    requireNoIndex(source);
    if (words.peek().isWord("VALUES") || words.peek().isSign("<<") || words.peek().isSign("{")) {
      throw Validation.error(
          "Unsupported operation: Inserting multiple items in a single statement is not supported,"
              + " use \"INSERT INTO tableName VALUE item\" instead");
    }
    words.takeWord("VALUE");
    Term item = terms.term();
    boolean doNothing = onConflict();
    if (words.peek().isWord("RETURNING")) {
      throw Validation.error("RETURNING is not supported in INSERT");
    }
    return new Statement.Insert(source.table, item, doNothing);
  }

  private boolean onConflict() {
    if (!words.takeWord("ON")) {
      return false;
    }
    words.requireWord("CONFLICT");
    if (words.takeWord("DO") && words.takeWord("NOTHING")) {
      return true;
    }
    throw Validation.error("Invalid conflict action. Only \"DO NOTHING\" action is supported.");
  }

  /** Reads an update; if it begins with FROM, its conditions come before its changes. */
  private Statement update(Source source, boolean fromFirst) {
    requireNoIndex(source);
    List<Change> changes = new ArrayList<>();
    Term where = fromFirst ? where() : null;
    while (true) {
      if (words.takeWord("SET")) {
        set(changes);
      } else if (words.takeWord("REMOVE")) {
        remove(changes);
      } else {
        break;
      }
    }
    if (changes.isEmpty()) {
      throw words.peek().isWord("INSERT") || words.peek().isWord("DELETE")
          ? Validation.error("Only SET and REMOVE are supported in update expressions at this time")
          : StatementErrors.notWellFormed("Expected data manipulation");
    }
    if (!fromFirst) {
      where = where();
    }
    return new Statement.Update(source.table, changes, where, returning());
  }

  private void set(List<Change> changes) {
    do {
      DocumentPath path = changed();
      words.requireSign("=", "EQUALS");
      changes.add(new Change(path, terms.term()));
    } while (words.takeSign(","));
  }

  private void remove(List<Change> changes) {
    do {
      changes.add(new Change(changed(), null));
    } while (words.takeSign(","));
  }

  private DocumentPath changed() {
    Token token = words.peek();
    if (token.isSign("[")) {
      throw Validation.error("A path cannot start with a list index");
    }
    if (!words.isName()) {
      throw StatementErrors.notWellFormed("Expected identifier for simple path");
    }
    return words.path();
  }

  private Statement delete() {
    words.requireWord("FROM");
    Source source = unnamed(true);
    requireNoIndex(source);
    Term where = where();
    Returning returning = returning();
    if (returning != null && !(returning.all() && returning.before())) {
      throw Validation.error(
          "Invalid returning clause: RETURNING "
              + returning
              + ". Only RETURNING ALL OLD * is allowed in DELETE statements.");
    }
    return new Statement.Delete(source.table, where, returning);
  }

  private Returning returning() {
    if (!words.takeWord("RETURNING")) {
      return null;
    }
    boolean all = words.takeWord("ALL");
    boolean known = all || words.takeWord("MODIFIED");
    boolean before = known && words.takeWord("OLD");
    known = before || known && words.takeWord("NEW");
    if (!known) {
      throw StatementErrors.notWellFormed("Unexpected term");
    }
    if (!words.takeSign("*")) {
      throw Validation.error(
          "Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause");
    }
    if (words.peek().isSign(",")) {
      throw Validation.error("Invalid syntax with multiple returning elements in RETURNING clause");
    }
    return new Returning(all, before);
  }
}
