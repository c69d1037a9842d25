package io.nephele.services.logs.insights;

import io.nephele.services.logs.events.PageTokens;
import io.nephele.services.logs.events.Position;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;

/** What names single events: the values of {@code @ptr}. */
record Pointers(String groupArn, String stream, Position at) {
  static String write(Group group, String stream, Position at) {
    return PageTokens.write(group.arn() + "\n" + stream + "\n" + at.digits());
  }

  static Pointers read(String text) {
    String[] parts = PageTokens.read(text).split("\n", -1);
    Position at = parts.length == 3 ? Position.parse(parts[2]) : null;
    if (at == null) {
      throw LogsErrors.invalid("The specified log record pointer is invalid.");
    }
    return new Pointers(parts[0], parts[1], at);
  }
}
