package io.nephele.services.xray;

import io.nephele.core.json.JsonText;
import io.nephele.services.xray.Filter.NodeId;
import io.nephele.services.xray.Filter.Operator;
import io.nephele.services.xray.FilterTokens.Kind;
import io.nephele.services.xray.FilterTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads filter expressions. What stands side by side has to hold together, as with AND. */
final class FilterParser {
  private static final int MOST_DEPTH = 50;
  private static final Set<String> FLAGS =
      Set.of("ok", "error", "throttle", "fault", "partial", "inferred", "root");
  private static final Set<String> ELEMENT_FLAGS =
      Set.of("first", "last", "remote", "inferred", "root");
  private static final Set<String> NUMBERS = Set.of("responsetime", "duration", "http.status");
  private static final Set<String> ELEMENT_NUMBERS = Set.of("index", "coverage");
  private static final Set<String> TEXTS =
      Set.of(
          "http.url",
          "http.method",
          "http.useragent",
          "http.clientip",
          "user",
          "name",
          "type",
          "message",
          "availabilityzone",
          "instance.id",
          "resource.arn");
  private static final Set<String> ELEMENT_TEXTS = Set.of("name", "type", "message");
  private static final Set<String> CAUSES = Set.of("fault", "error", "responsetime");
  private static final Set<String> PARTS = Set.of("service", "entity", "exception");

  private final FilterTokens tokens;
  private final GroupFilters groups;
  private int depth;

  /** What the part that is being read is about. */
  private About about = About.TRACE;

  private enum About {
    TRACE,
    SEGMENT,
    ELEMENT
  }

  /** Finds the filters of groups that an expression names. */
  interface GroupFilters {
    /** The filter of the group of that name or ARN; an error if there is none. */
    Filter find(String nameOrArn);
  }

  private FilterParser(String expression, GroupFilters groups) {
    this.tokens = new FilterTokens(expression);
    this.groups = groups;
  }

  /**
   * The filter that an expression stands for; null and empty let everything pass.
   *
   * @throws io.nephele.api.xray.InvalidRequestException if it is none
   */
  static Filter parse(String expression, GroupFilters groups) {
    if (expression == null || expression.isBlank()) {
      return Filter.ALL;
    }
    FilterParser parser = new FilterParser(expression, groups);
    Filter filter = parser.or();
    parser.tokens.expect(Kind.END, "the end");
    return filter;
  }

  private Filter or() {
    if (++depth > MOST_DEPTH) {
      throw XRayErrors.filter("it is nested too deeply.");
    }
    List<Filter> parts = new ArrayList<>();
    do {
      parts.add(and());
    } while (tokens.takeWord("or"));
    depth--;
    return parts.size() == 1 ? parts.getFirst() : new Filter.Or(parts);
  }

  private Filter and() {
    List<Filter> parts = new ArrayList<>();
    parts.add(part());
    while (tokens.takeWord("and") || beginsPart()) {
      parts.add(part());
    }
    return parts.size() == 1 ? parts.getFirst() : new Filter.And(parts);
  }

  private boolean beginsPart() {
    Token next = tokens.peek();
    return next.kind() == Kind.WORD && !next.is("or")
        || next.kind() == Kind.SIGN && (next.is("!") || next.is("("));
  }

  private Filter part() {
    boolean not = false;
    while (tokens.takeSign("!") || tokens.takeWord("not")) {
      not = !not;
    }
    Filter filter;
    if (tokens.takeSign("(")) {
      filter = or();
      tokens.expectSign(")");
    } else {
      filter = keyword();
    }
    return not ? new Filter.Not(filter) : filter;
  }

  private Filter keyword() {
    Token token = tokens.expect(Kind.WORD, "a keyword");
    String word = token.text().toLowerCase(Locale.ROOT);
    if (about == About.TRACE) {
      Filter complex = complex(token, word);
      if (complex != null) {
        return complex;
      }
    }
    boolean element = about == About.ELEMENT;
    if ((element ? ELEMENT_FLAGS : FLAGS).contains(word)) {
      return flag(word);
    }
    if ((element ? ELEMENT_NUMBERS : NUMBERS).contains(word)) {
      Operator operator = tokens.operator();
      if (operator == null) {
        return new Filter.Present(word);
      }
      if (!operator.isForNumbers()) {
        throw XRayErrors.filter("the keyword " + word + " is compared as a number.");
      }
      return new Filter.NumberTest(word, operator, tokens.number());
    }
    if ((element ? ELEMENT_TEXTS : TEXTS).contains(word)) {
      Operator operator = tokens.operator();
      if (operator == null) {
        return new Filter.Present(word);
      }
      if (!operator.isForTexts()) {
        throw XRayErrors.filter("the keyword " + word + " is compared as a string.");
      }
      return new Filter.TextTest(word, operator, tokens.string());
    }
    throw XRayErrors.filter(
        "unexpected keyword '" + token.text() + "' at position " + token.position() + ".");
  }

  private Filter flag(String word) {
    Operator operator = tokens.operator();
    Filter flag = new Filter.Flag(word);
    if (operator == null) {
      return flag;
    }
    if (operator != Operator.EQUAL && operator != Operator.NOT_EQUAL) {
      throw XRayErrors.filter("the keyword " + word + " is true or false.");
    }
    return tokens.bool() == (operator == Operator.EQUAL) ? flag : new Filter.Not(flag);
  }

  /** What can be said of whole traces only; null if the word begins something else. */
  private Filter complex(Token token, String word) {
    if (word.equals("service")) {
      tokens.expectSign("(");
      NodeId node = tokens.takeSign(")") ? NodeId.ANY : lastNode();
      return new Filter.OnService(node, braces(About.SEGMENT));
    }
    if (word.equals("edge")) {
      tokens.expectSign("(");
      NodeId from = node();
      tokens.expectSign(",");
      return new Filter.OnEdge(from, lastNode(), braces(About.SEGMENT));
    }
    if (word.equals("annotation")) {
      tokens.expectSign("[");
      String key = tokens.annotationKey();
      tokens.expectSign("]");
      return annotation(key);
    }
    if (word.startsWith("annotation.") && word.length() > 11) {
      return annotation(token.text().substring(11));
    }
    if (word.equals("group.name") || word.equals("group.arn")) {
      Operator operator = tokens.operator();
      if (operator != Operator.EQUAL && operator != Operator.NOT_EQUAL) {
        throw XRayErrors.filter("groups are compared by = and !=.");
      }
      Filter filter = groups.find(tokens.string());
      return operator == Operator.EQUAL ? filter : new Filter.Not(filter);
    }
    return word.startsWith("rootcause.") ? rootCause(token, word.split("\\.")) : null;
  }

  private Filter rootCause(Token token, String[] words) {
    if (words[words.length - 1].equals("json")
        && (words.length == 2 || words.length == 3 && CAUSES.contains(words[1]))) {
      Operator operator = tokens.operator();
      Object json = JsonText.parse(tokens.json());
      if (operator != Operator.EQUAL && operator != Operator.NOT_EQUAL
          || !(json instanceof List<?> given)) {
        throw XRayErrors.filter("a root cause is compared with a JSON array.");
      }
      List<String> kinds =
          words.length == 3 ? List.of(words[1]) : List.of("fault", "error", "responsetime");
      return new Filter.OnRootCauseJson(kinds, given, operator == Operator.EQUAL);
    }
    if (words.length != 3 || !CAUSES.contains(words[1]) || !PARTS.contains(words[2])) {
      throw XRayErrors.filter(
          "unexpected keyword '" + token.text() + "' at position " + token.position() + ".");
    }
    return new Filter.OnRootCause(words[1], words[2], braces(About.ELEMENT));
  }

  private Filter annotation(String key) {
    Operator operator = tokens.operator();
    if (operator == null) {
      return new Filter.Annotation(key, null, null);
    }
    Object given = tokens.value();
    boolean fits =
        switch (given) {
          case Double number -> operator.isForNumbers();
          case Boolean flag -> operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
          default -> operator.isForTexts();
        };
    if (!fits) {
      throw XRayErrors.filter("the annotation " + key + " cannot be compared so.");
    }
    return new Filter.Annotation(key, operator, given);
  }

  private NodeId lastNode() {
    NodeId node = node();
    tokens.expectSign(")");
    return node;
  }

  private NodeId node() {
    if (!tokens.takeWord("id")) {
      return new NodeId(tokens.string(), null, null);
    }
    tokens.expectSign("(");
    String name = null;
    String type = null;
    String account = null;
    do {
      Token field = tokens.expect(Kind.WORD, "name, type or account.id");
      tokens.expectSign(":");
      String value = tokens.string();
      switch (field.text().toLowerCase(Locale.ROOT)) {
        case "name" -> name = value;
        case "type" -> type = value;
        case "account.id", "accountid" -> account = value;
        default -> throw XRayErrors.filter("id() has no field '" + field.text() + "'.");
      }
    } while (tokens.takeSign(","));
    tokens.expectSign(")");
    return new NodeId(name, type, account);
  }

  /** A filter in braces, which may be left out. */
  private Filter braces(About what) {
    if (!tokens.takeSign("{")) {
      return Filter.ALL;
    }
    if (tokens.takeSign("}")) {
      return Filter.ALL;
    }
    About before = about;
    about = what;
    Filter filter = or();
    about = before;
    tokens.expectSign("}");
    return filter;
  }
}
