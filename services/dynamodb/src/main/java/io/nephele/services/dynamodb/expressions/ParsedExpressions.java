package io.nephele.services.dynamodb.expressions;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What expressions say, of those that were parsed lately: programs send the same few again and
 * again, with other values. Only what depends on nothing but the text is kept.
 */
public final class ParsedExpressions {
  /** Parses every time. */
  static final ParsedExpressions NONE = new ParsedExpressions(0);

  private static final int MOST = 1000;
  private static final int LONGEST = 1024;

  private final int most;
  private final Map<Place, Object> known = new ConcurrentHashMap<>();

  private record Place(ExpressionKind kind, boolean older, String text) {}

  /** None yet. */
  public ParsedExpressions() {
    this(MOST);
  }

  private ParsedExpressions(int most) {
    this.most = most;
  }

  /** What a condition says, as {@code parser} finds out unless it is known. */
  Syntax condition(ExpressionKind kind, boolean older, String text, Supplier<Syntax> parser) {
    Place place = new Place(kind, older, text);
    return known.get(place) instanceof Syntax syntax ? syntax : kept(place, parser.get());
  }

  /** What an update says, as {@code parser} finds out unless it is known. */
  UpdateSyntax update(String text, Supplier<UpdateSyntax> parser) {
    Place place = new Place(ExpressionKind.UPDATE, false, text);
    return known.get(place) instanceof UpdateSyntax syntax ? syntax : kept(place, parser.get());
  }

  private <T> T kept(Place place, T syntax) {
    if (most > 0 && place.text.length() <= LONGEST) {
      if (known.size() >= most) {
        known.clear();
      }
      known.put(place, syntax);
    }
    return syntax;
  }
}
