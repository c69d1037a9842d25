package io.nephele.services.dynamodb.requests;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The order in which AWS tells of members of one request that break bounds. */
final class MemberOrder {
  private static final String BETWEEN = "; Value ";

  private static final List<String> OF_UPDATES =
      List.of(
          "'returnConsumedCapacity'",
          "'tableName'",
          "'returnValues'",
          "'conditionalOperator'",
          "'key'");

  private MemberOrder() {}

  /** The message with what it tells in AWS's order. */
  static String ordered(String shape, String message) {
    int start = message.indexOf(": ") + 2;
    if (!shape.equals("UpdateItemInput") || !message.contains(BETWEEN)) {
      return message;
    }
    List<String> told =
        new ArrayList<>(List.of(message.substring(start + "Value ".length()).split(BETWEEN, -1)));
    told.sort(Comparator.comparingInt(MemberOrder::place));
    return message.substring(0, start) + "Value " + String.join(BETWEEN, told);
  }

  private static int place(String told) {
    for (int i = 0; i < OF_UPDATES.size(); i++) {
      if (told.contains(" at " + OF_UPDATES.get(i))) {
        return i;
      }
    }
    return OF_UPDATES.size();
  }
}
