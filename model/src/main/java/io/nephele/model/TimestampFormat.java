package io.nephele.model;

/** How a timestamp is written on the wire. */
public enum TimestampFormat {
  /** RFC 3339 in UTC: {@code 1985-04-12T23:20:50.52Z}. */
  DATE_TIME,
  /** IMF-fixdate of RFC 9110: {@code Tue, 29 Apr 2014 18:30:38 GMT}. */
  HTTP_DATE,
  /** Seconds since 1970-01-01T00:00:00Z with an optional fraction: {@code 1515531081.123}. */
  EPOCH_SECONDS
}
