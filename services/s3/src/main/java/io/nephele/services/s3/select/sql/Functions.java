package io.nephele.services.s3.select.sql;

import java.time.Instant;
import java.util.Locale;

/** Works out the functions of single values. */
final class Functions {
  private static final int LONGEST = 1024 * 1024;

  private final Instant now;

  Functions(Instant now) {
    this.now = now;
  }

  /** What a function makes of its arguments; of what is absent nothing is made. */
  Object apply(Function function, Object[] arguments) {
    if (function == Function.NULLIF) {
      Integer order = Values.compare(arguments[0], arguments[1]);
      return order != null && order == 0 ? null : arguments[0];
    }
    for (Object argument : arguments) {
      if (Missing.isAbsent(argument)) {
        return null;
      }
    }
    return switch (function) {
      case CHAR_LENGTH, CHARACTER_LENGTH -> {
        String text = Values.text(arguments[0]);
        yield (long) text.codePointCount(0, text.length());
      }
      case LOWER -> Values.text(arguments[0]).toLowerCase(Locale.ROOT);
      case UPPER -> Values.text(arguments[0]).toUpperCase(Locale.ROOT);
      case SUBSTRING -> substring(arguments);
      case TRIM -> trim(arguments);
      case DATE_ADD ->
          Values.timestamp(arguments[2])
              .plus((DatePart) arguments[0], Numbers.toLong(Values.number(arguments[1])));
      case DATE_DIFF ->
          Values.timestamp(arguments[1])
              .until((DatePart) arguments[0], Values.timestamp(arguments[2]));
      case EXTRACT -> Values.timestamp(arguments[1]).part((DatePart) arguments[0]);
      case TO_STRING -> Values.timestamp(arguments[0]).format(Values.text(arguments[1]));
      case TO_TIMESTAMP -> Timestamp.parse(Values.text(arguments[0]).strip());
      case UTCNOW -> Timestamp.of(now);
      case COALESCE, NULLIF -> throw new IllegalStateException(function.name());
    };
  }

  /** Two texts as one, which has a bound. */
  String joined(String one, String other) {
    if (one.length() + other.length() > LONGEST) {
      throw SqlErrors.of(
          "OverMaxRecordSize",
          "The length of a record in the input or result is greater than the maxCharsPerRecord"
              + " limit of 1 MB.");
    }
    return one.concat(other);
  }

  /** Characters are counted from one; those before the first count for the length. */
  private static String substring(Object[] arguments) {
    String text = Values.text(arguments[0]);
    long from = Numbers.toLong(Values.number(arguments[1])) - 1;
    long characters = text.codePointCount(0, text.length());
    long to = characters;
    if (arguments.length > 2) {
      long length = Numbers.toLong(Values.number(arguments[2]));
      if (length < 0) {
        throw SqlErrors.arguments("SUBSTRING");
      }
      to = Math.min(characters, saturated(from, length));
    }
    int start = (int) Math.min(Math.max(from, 0), characters);
    int end = (int) Math.max(start, to);
    return text.substring(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end));
  }

  private static long saturated(long from, long length) {
    long sum = from + length;
    return sum < from ? Long.MAX_VALUE : sum;
  }

  private static String trim(Object[] arguments) {
    String text = Values.text(arguments[0]);
    String side = (String) arguments[1];
    String characters = Values.text(arguments[2]);
    int start = 0;
    int end = text.length();
    if (!side.equals("TRAILING")) {
      while (start < end && characters.indexOf(text.charAt(start)) >= 0) {
        start++;
      }
    }
    if (!side.equals("LEADING")) {
      while (end > start && characters.indexOf(text.charAt(end - 1)) >= 0) {
        end--;
      }
    }
    return text.substring(start, end);
  }
}
