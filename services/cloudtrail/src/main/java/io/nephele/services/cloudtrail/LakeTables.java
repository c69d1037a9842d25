package io.nephele.services.cloudtrail;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The event data stores that a query names: Lake takes their ids as the names of tables without
 * quotes, which SQL does not.
 *
 * @param sql the query with quotes around the ids
 * @param ids the ids
 */
record LakeTables(String sql, Set<String> ids) {
  private static final int ID = 36;

  static LakeTables of(String text) {
    StringBuilder sql = new StringBuilder(text.length() + 16);
    Set<String> ids = new LinkedHashSet<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"') {
        int end = text.indexOf(c, at + 1);
        int next = end < 0 ? text.length() : end + 1;
        if (c == '"' && isId(text, at + 1) && end == at + 1 + ID) {
          ids.add(text.substring(at + 1, end));
        }
        sql.append(text, at, next);
        at = next;
      } else if (isId(text, at)) {
        String id = text.substring(at, at + ID);
        ids.add(id);
        sql.append('"').append(id).append('"');
        at += ID;
      } else {
        int start = at++;
        // The rest of a word, so that no id begins within one.
        while (isWord(c) && at < text.length() && isWord(text.charAt(at))) {
          at++;
        }
        sql.append(text, start, at);
      }
    }
    return new LakeTables(sql.toString(), ids);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private static boolean isId(String text, int at) {
    if (at + ID > text.length() || at + ID < text.length() && isWord(text.charAt(at + ID))) {
      return false;
    }
    for (int i = 0; i < ID; i++) {
      char c = text.charAt(at + i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      boolean fits = dash ? c == '-' : c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
