package io.nephele.wire.route;

import io.nephele.model.Operation;
import io.nephele.model.Service;
import io.nephele.wire.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the REST operation of one service that a request's method, path and query name. Paths are a
 * tree; fixed segments come before labels.
 */
final class RestMatcher {
  /**
   * An operation that fits.
   *
   * @param literals how many segments of the path are the template's own text
   */
  record Match(Operation operation, int literals) {}

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private Node label;
    private List<Greedy> greedy = List.of();
    private Map<String, List<RestPattern>> byMethod = Map.of();
  }

  /** A label of several segments and the fixed segments after it. */
  private record Greedy(List<String> suffix, Node end) {}

  private final Node root = new Node();

  RestMatcher(Service service) {
    for (Operation operation : service.operations()) {
      if (operation.http() != null) {
        add(operation);
      }
    }
  }

  /** The operation that fits best, or null. */
  Match match(HttpRequest request) {
    List<String> segments = segments(request.path());
    return match(root, segments, 0, 0, request);
  }

  /** Whether some operation has this path with another method. */
  boolean knowsPath(HttpRequest request) {
    for (String method : List.of("GET", "PUT", "POST", "DELETE", "HEAD")) {
      HttpRequest other =
          new HttpRequest(
              method, request.path(), null, request.headers(), request.body(), null, false);
      if (match(other) != null) {
        return true;
      }
    }
    return false;
  }

  private void add(Operation operation) {
    String uri = operation.http().uri();
    int query = uri.indexOf('?');
    List<String> segments = segments(query < 0 ? uri : uri.substring(0, query));
    if (!segments.isEmpty() && segments.getLast().isEmpty()) {
      segments.removeLast(); // a slash at the end, which requests may have or not
    }
    Node node = root;
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (segment.endsWith("+}")) {
        node = greedy(node, List.copyOf(segments.subList(i + 1, segments.size())));
        break;
      }
      if (segment.startsWith("{")) {
        if (node.label == null) {
          node.label = new Node();
        }
        node = node.label;
      } else {
        node = node.literals.computeIfAbsent(segment, key -> new Node());
      }
    }
    if (node.byMethod.isEmpty()) {
      node.byMethod = new HashMap<>(4);
    }
    node.byMethod
        .computeIfAbsent(operation.http().method(), key -> new ArrayList<>(1))
        .add(new RestPattern(operation));
  }

  private static Node greedy(Node node, List<String> suffix) {
    for (Greedy known : node.greedy) {
      if (known.suffix().equals(suffix)) {
        return known.end();
      }
    }
    if (node.greedy.isEmpty()) {
      node.greedy = new ArrayList<>(1);
    }
    Greedy made = new Greedy(suffix, new Node());
    node.greedy.add(made);
    node.greedy.sort((a, b) -> b.suffix().size() - a.suffix().size());
    return made.end();
  }

  private static Match match(
      Node node, List<String> segments, int position, int literals, HttpRequest request) {
    if (position == segments.size()) {
      return leaf(node, literals, request);
    }
    String segment = segments.get(position);
    Node literal = node.literals.get(literalText(segment));
    if (literal != null) {
      Match match = match(literal, segments, position + 1, literals + 1, request);
      if (match != null) {
        return match;
      }
    }
    if (node.label != null && !segment.isEmpty()) {
      Match match = match(node.label, segments, position + 1, literals, request);
      if (match != null) {
        return match;
      }
    }
    for (Greedy greedy : node.greedy) {
      if (endsWith(segments, position, greedy.suffix())) {
        Match match = leaf(greedy.end(), literals + greedy.suffix().size(), request);
        if (match != null) {
          return match;
        }
      }
    }
    return trailingSlash(segments, position) ? leaf(node, literals, request) : null;
  }

  /** A slash at the end is no segment, unless a label takes it. */
  private static boolean trailingSlash(List<String> segments, int position) {
    return position == segments.size() - 1 && segments.get(position).isEmpty();
  }

  private static boolean endsWith(List<String> segments, int position, List<String> suffix) {
    int labels = segments.size() - position - suffix.size();
    if (labels < 1 || labels == 1 && segments.get(position).isEmpty()) {
      return false;
    }
    for (int i = 0; i < suffix.size(); i++) {
      if (!literalText(segments.get(position + labels + i)).equals(suffix.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Match leaf(Node node, int literals, HttpRequest request) {
    List<RestPattern> patterns = node.byMethod.get(request.method());
    if (patterns == null) {
      return null;
    }
    RestPattern best = null;
    int bestRank = Integer.MIN_VALUE;
    for (RestPattern pattern : patterns) {
      if (pattern.matches(request)) {
        int rank = patterns.size() == 1 ? 0 : rank(pattern, request);
        if (rank > bestRank) {
          best = pattern;
          bestRank = rank;
        }
      }
    }
    return best == null ? null : new Match(best.operation(), literals);
  }

  /**
   * Operations whose required parameters are all there come before others; among them the one that
   * says most. A header that is missing weighs less than a fixed parameter that is there.
   */
  private static int rank(RestPattern pattern, HttpRequest request) {
    int present = pattern.requiredPresent(request);
    int fixed = pattern.fixedCount() * 1000;
    if (present == RestPattern.HEADERS_MISSING) {
      return fixed - 500;
    }
    return present < 0 ? fixed - 1_000_000 : fixed + present;
  }

  private static String literalText(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    String decoded = QueryText.decode(segment.replace("+", "%2B"));
    return decoded == null ? segment : decoded;
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>(8);
    int start = path.startsWith("/") ? 1 : 0;
    if (start == path.length()) {
      return segments;
    }
    while (start <= path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      segments.add(path.substring(start, end));
      start = end + 1;
    }
    return segments;
  }
}
