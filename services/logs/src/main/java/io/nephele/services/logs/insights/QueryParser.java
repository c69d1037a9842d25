package io.nephele.services.logs.insights;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Reads queries of CloudWatch Logs Insights. */
public final class QueryParser {
  private static final int MOST_STATS = 2;

  private final TokenReader from;
  private final QueryNames names;
  private final List<Supplier<Stage>> stages = new ArrayList<>();
  private final Set<String> fields = new LinkedHashSet<>();
  private List<String> display;
  private List<String> grouped;
  private int stats;
  private GroupSelection groups;
  private Comparison compared;

  /** How many rows the last command, which is sort, has to hand on; null if it is another. */
  private AtomicInteger lastSort;

  private String standardOnly;

  private QueryParser(String text, QueryNames names) {
    this.from = new TokenReader(text);
    this.names = names;
  }

  /**
   * Reads a query.
   *
   * @param clock tells the time in milliseconds since 1970
   * @throws io.nephele.model.AwsException MalformedQueryException if it is none
   */
  static Query parse(String text, LongSupplier clock) {
    QueryNames names = new QueryNames(clock);
    QueryParser parser = new QueryParser(text, names);
    parser.commands();
    List<String> columns = new ArrayList<>();
    if (parser.display != null) {
      columns.addAll(parser.display);
    } else if (parser.grouped != null) {
      columns.addAll(parser.grouped);
    } else if (parser.fields.isEmpty()) {
      columns.addAll(List.of("@timestamp", "@message"));
    } else {
      columns.addAll(parser.fields);
    }
    columns.forEach(names::field);
    return new Query(
        parser.groups,
        List.copyOf(parser.stages),
        columns,
        parser.grouped != null,
        Set.copyOf(names.fields()),
        names.unmasked(),
        parser.compared,
        names.unmasked() ? "unmask" : parser.standardOnly);
  }

  private void commands() {
    if (from.takeWord("source")) {
      groups = GroupSelection.read(from);
      if (!from.takeSign("|")) {
        throw Malformed.at("unexpected symbol found " + from.peek().text(), from.peek());
      }
    }
    do {
      Token token = from.next();
      if (token.kind() != Token.Kind.NAME) {
        throw Malformed.at("unexpected symbol found " + token.text(), token);
      }
      command(token);
      if (!from.atCommandEnd()) {
        throw Malformed.at("unexpected symbol found " + from.peek().text(), from.peek());
      }
    } while (from.takeSign("|"));
  }

  private void command(Token name) {
    if (!name.isWord("limit") && !name.isWord("display")) {
      lastSort = null;
    }
    switch (name.text().toLowerCase(Locale.ROOT)) {
      case "fields" -> fields();
      case "display" -> display();
      case "filter" -> {
        Expression condition = expression();
        stages.add(() -> new Stages.Filter(condition));
      }
      case "parse" -> parse();
      case "stats" -> stats(name);
      case "sort" -> sort();
      case "limit" -> {
        int most = from.number();
        if (most > 10_000) {
          throw Malformed.at("limit must not exceed 10000", name);
        }
        if (lastSort != null) {
          lastSort.set(Math.min(lastSort.get(), most));
        }
        stages.add(() -> new Stages.Limit(most));
      }
      case "dedup" -> {
        List<String> by = new ArrayList<>();
        do {
          by.add(names.field(from.name()));
        } while (from.takeSign(","));
        stages.add(() -> new Stages.Dedup(by));
      }
      case "unnest" -> unnest();
      case "filterindex", "pattern", "diff" -> {
        standardOnly = name.text();
        ofStandard(name);
      }
      case "anomaly", "join", "lookup", "source" ->
          throw Malformed.at(
              "Nephele does not support the command " + name.text() + " of Logs Insights", name);
      default -> throw Malformed.at("unexpected symbol found " + name.text(), name);
    }
  }

  private Expression expression() {
    return new Expressions(from, names).read();
  }

  private void ofStandard(Token name) {
    if (name.isWord("filterindex")) {
      filterIndex();
    } else if (name.isWord("pattern")) {
      pattern(expression());
    } else {
      diff(name);
    }
  }

  /** A condition of one field, which has to be indexed. */
  private void filterIndex() {
    Token field = from.peek();
    Token sign = from.peekNext();
    if (field.kind() != Token.Kind.NAME || !sign.isSign("=") && !sign.isWord("in")) {
      throw Malformed.at("filterIndex needs a field and = or in", field);
    }
    String name = field.text();
    Expression condition = expression();
    stages.add(() -> new Stages.Indexed(name));
    stages.add(() -> new Stages.Filter(condition));
  }

  private void unnest() {
    Expression of = expression();
    Token into = from.next();
    if (!into.isWord("into")) {
      throw Malformed.at("unexpected symbol found " + into.text() + ", not into", into);
    }
    String name = names.field(from.name());
    fields.add(name);
    stages.add(() -> new Stages.Unnest(of, name));
  }

  private void pattern(Expression of) {
    stages.add(() -> new Patterns(of));
    grouped = new ArrayList<>(Patterns.COLUMNS);
    display = null;
  }

  /** Behind pattern, or with the patterns of whole messages. */
  private void diff(Token command) {
    boolean behindPattern = grouped != null && grouped.equals(Patterns.COLUMNS);
    if (compared != null || grouped != null && !behindPattern) {
      throw Malformed.at("diff cannot stand behind stats or another diff", command);
    }
    compared = Comparison.read(from);
    if (!behindPattern) {
      String message = names.field("@message");
      pattern(row -> row.get(message));
    }
    grouped = new ArrayList<>(Patterns.COMPARED);
  }

  private void fields() {
    Map<String, Expression> computed = new LinkedHashMap<>();
    do {
      Token first = from.peek();
      Expression expression = expression();
      String text = from.textSince(first);
      boolean plain = first.kind() == Token.Kind.NAME && text.length() == first.end() - first.at();
      String name = plain ? first.text() : text;
      boolean renamed = from.takeWord("as");
      if (renamed) {
        name = from.name();
      }
      if (renamed || !plain) {
        computed.put(name, expression);
      }
      fields.add(name);
    } while (from.takeSign(","));
    if (!computed.isEmpty()) {
      stages.add(() -> new Stages.Compute(computed));
    }
  }

  private void display() {
    display = new ArrayList<>();
    do {
      display.add(names.field(shownName()));
    } while (from.takeSign(","));
  }

  /** The name of what display shows: a field, or what an expression is computed as. */
  private String shownName() {
    Token first = from.peek();
    if (from.peekNext().isSign("(") && Aggregates.isOne(first)) {
      return fieldOrText();
    }
    Expression expression = expression();
    String text = from.textSince(first);
    boolean plain = first.kind() == Token.Kind.NAME && text.length() == first.end() - first.at();
    if (plain) {
      return first.text();
    }
    stages.add(() -> new Stages.ComputeMissing(text, expression));
    return text;
  }

  /** A field's name, or the text of a call, by which its value is known behind stats. */
  private String fieldOrText() {
    Token first = from.peek();
    boolean call = from.peekNext().isSign("(");
    if (!call) {
      return from.name();
    }
    from.next();
    while (!from.takeSign(")")) {
      if (from.atCommandEnd()) {
        throw Malformed.at("unexpected end of the query: ) is missing", from.peek());
      }
      from.next();
    }
    return from.textSince(first);
  }

  private void parse() {
    Token first = from.peek();
    Expression of = row -> row.get("@message");
    if (first.kind() == Token.Kind.NAME) {
      String field = names.field(from.name());
      of = row -> row.get(field);
    } else {
      names.field("@message");
    }
    Expression text = of;
    Token pattern = from.next();
    Pattern regex;
    List<String> found = new ArrayList<>();
    if (pattern.kind() == Token.Kind.STRING) {
      regex = glob(pattern.text());
    } else if (pattern.kind() == Token.Kind.REGEX) {
      regex = Expressions.regex(pattern);
      for (int i = 0; i < regex.groupCount(); i++) {
        found.add("");
      }
      regex.namedGroups().forEach((name, index) -> found.set(index - 1, name));
    } else {
      throw Malformed.at("parse needs a text or a regular expression", pattern);
    }
    if (from.takeWord("as")) {
      found.clear();
      do {
        found.add(from.name());
      } while (from.takeSign(","));
    }
    if (found.size() != regex.groupCount() || found.contains("")) {
      throw Malformed.at("parse has not as many names as it finds values", pattern);
    }
    stages.add(() -> new Stages.Parse(text, regex, found));
  }

  private static Pattern glob(String text) {
    StringBuilder regex = new StringBuilder();
    String[] parts = text.split("\\*", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        // The last one takes what is left; the others as little as they can.
        regex.append(i == parts.length - 1 && parts[i].isEmpty() ? "(.*)" : "(.*?)");
      }
      regex.append(Pattern.quote(parts[i]));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private void stats(Token command) {
    if (++stats > MOST_STATS) {
      throw Malformed.at("a query can have two stats commands at most", command);
    }
    Map<String, Aggregates.Maker> aggregates = new LinkedHashMap<>();
    do {
      Token first = from.next();
      if (!Aggregates.isOne(first)) {
        throw Malformed.at(
            "unexpected symbol found " + first.text() + ", not a function of stats", first);
      }
      Aggregates.Maker maker = aggregate(first);
      String name = from.textSince(first);
      aggregates.put(from.takeWord("as") ? from.name() : name, maker);
    } while (from.takeSign(","));
    Map<String, Expression> by = new LinkedHashMap<>();
    if (from.takeWord("by")) {
      do {
        Token first = from.peek();
        Expression expression = expression();
        String text = from.textSince(first);
        boolean plain =
            first.kind() == Token.Kind.NAME && text.length() == first.end() - first.at();
        String name = from.takeWord("as") ? from.name() : plain ? first.text() : text;
        by.put(name, expression);
      } while (from.takeSign(","));
    }
    stages.add(() -> new Stats(aggregates, by));
    grouped = new ArrayList<>(by.keySet());
    grouped.addAll(aggregates.keySet());
    display = null;
  }

  private Aggregates.Maker aggregate(Token name) {
    from.requireSign("(");
    Expression of = null;
    double percent = 0;
    if (from.takeSign("*")) {
      of = null;
    } else if (!from.peek().isSign(")")) {
      of = expression();
      if (from.takeSign(",")) {
        Token number = from.next();
        Double value = number.kind() == Token.Kind.NUMBER ? Values.number(number.text()) : null;
        if (value == null || value < 0 || value > 100) {
          throw Malformed.at("pct needs a number from 0 to 100", number);
        }
        percent = value;
      }
    }
    from.requireSign(")");
    return Aggregates.of(name, of, percent);
  }

  private void sort() {
    List<Stages.By> by = new ArrayList<>();
    do {
      Expression of;
      boolean aggregate = from.peekNext().isSign("(") && Aggregates.isOne(from.peek());
      if (aggregate) {
        String name = fieldOrText();
        of = row -> row.get(name);
      } else {
        Token first = from.peek();
        Expression expression = expression();
        String text = from.textSince(first);
        // Behind stats bin(5m) is the name of a column.
        of = row -> row.isComputed(text) ? row.get(text) : expression.of(row);
      }
      boolean descending = from.takeWord("desc");
      if (!descending) {
        from.takeWord("asc");
      }
      by.add(new Stages.By(of, descending));
    } while (from.takeSign(","));
    AtomicInteger most = new AtomicInteger(Integer.MAX_VALUE);
    stages.add(() -> new Stages.Sort(by, most.get()));
    lastSort = most;
  }
}
