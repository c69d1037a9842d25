package io.nephele.services.logs.insights;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Reads queries of CloudWatch Logs Insights. */
public final class QueryParser {
  private static final int MOST_STATS = 2;

  private final TokenReader from;
  private final List<Supplier<Stage>> stages = new ArrayList<>();
  private final Set<String> fields = new LinkedHashSet<>();
  private List<String> display;
  private List<String> grouped;
  private int stats;
  private boolean sorted;

  private QueryParser(String text) {
    this.from = new TokenReader(text);
  }

  /**
   * Reads a query.
   *
   * @throws io.nephele.model.AwsException MalformedQueryException if it is none
   */
  static Query parse(String text) {
    QueryParser parser = new QueryParser(text);
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
    return new Query(List.copyOf(parser.stages), columns, parser.grouped != null, parser.sorted);
  }

  private void commands() {
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
        stages.add(() -> new Stages.Limit(most));
      }
      case "dedup" -> {
        List<String> names = new ArrayList<>();
        do {
          names.add(from.name());
        } while (from.takeSign(","));
        stages.add(() -> new Stages.Dedup(names));
      }
      case "pattern", "diff", "unnest", "anomaly", "join", "lookup", "source", "filterindex" ->
          throw Malformed.at(
              "Nephele does not support the command " + name.text() + " of Logs Insights", name);
      default -> throw Malformed.at("unexpected symbol found " + name.text(), name);
    }
  }

  private Expression expression() {
    return new Expressions(from).read();
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
      display.add(fieldOrText());
    } while (from.takeSign(","));
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
      String field = from.name();
      of = row -> row.get(field);
    }
    Expression text = of;
    Token pattern = from.next();
    Pattern regex;
    List<String> names = new ArrayList<>();
    if (pattern.kind() == Token.Kind.STRING) {
      regex = glob(pattern.text());
    } else if (pattern.kind() == Token.Kind.REGEX) {
      regex = Expressions.regex(pattern);
      List<String> found = new ArrayList<>();
      for (int i = 0; i < regex.groupCount(); i++) {
        found.add("");
      }
      regex.namedGroups().forEach((name, index) -> found.set(index - 1, name));
      names.addAll(found);
    } else {
      throw Malformed.at("parse needs a text or a regular expression", pattern);
    }
    if (from.takeWord("as")) {
      names.clear();
      do {
        names.add(from.name());
      } while (from.takeSign(","));
    }
    if (names.size() != regex.groupCount() || names.contains("")) {
      throw Malformed.at("parse has not as many names as it finds values", pattern);
    }
    stages.add(() -> new Stages.Parse(text, regex, names));
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
        of = row -> row.values().containsKey(text) ? row.values().get(text) : expression.of(row);
      }
      boolean descending = from.takeWord("desc");
      if (!descending) {
        from.takeWord("asc");
      }
      by.add(new Stages.By(of, descending));
    } while (from.takeSign(","));
    sorted = true;
    stages.add(() -> new Stages.Sort(by));
  }
}
