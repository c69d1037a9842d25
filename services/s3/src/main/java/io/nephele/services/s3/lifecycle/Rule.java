package io.nephele.services.s3.lifecycle;

import io.nephele.api.s3.LifecycleExpiration;
import io.nephele.api.s3.LifecycleRule;
import io.nephele.api.s3.NoncurrentVersionExpiration;
import io.nephele.api.s3.NoncurrentVersionTransition;
import io.nephele.api.s3.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule that is in force.
 *
 * @param expiry when current objects go, or null
 * @param expiresMarkers whether delete markers go that have nothing beneath
 * @param moves where current objects go to
 * @param olderExpiry when versions go that are not current any more, or null
 * @param olderMoves where those go to
 * @param abortDays after how many days unfinished uploads are aborted; 0 if they are not
 */
record Rule(
    String id,
    Selection selection,
    Age expiry,
    boolean expiresMarkers,
    List<Move> moves,
    OlderAge olderExpiry,
    List<OlderMove> olderMoves,
    int abortDays) {

  /**
   * When something is due: so many days after a moment, or on a date.
   *
   * @param date in milliseconds since 1970, or 0 if days count
   */
  record Age(int days, long date) {
    static Age of(Integer days, Instant date) {
      return new Age(days == null ? 0 : days, date == null ? 0 : date.toEpochMilli());
    }

    /** When it is due for what is as old as that, in milliseconds since 1970. */
    long due(long since) {
      return date != 0 ? date : Midnights.after(since, days);
    }
  }

  /** Where current objects go to, and when. */
  record Move(Age age, String storageClass) {}

  /**
   * When something is due of versions that are not current.
   *
   * @param kept how many newer such versions there must be
   */
  record OlderAge(int days, int kept) {}

  /** Where versions that are not current go to, and when. */
  record OlderMove(OlderAge age, String storageClass) {}

  /** The rule that was configured so. */
  static Rule of(LifecycleRule rule) {
    LifecycleExpiration expiration = rule.expiration();
    boolean ages = expiration != null && (expiration.days() != null || expiration.date() != null);
    NoncurrentVersionExpiration older = rule.noncurrentVersionExpiration();
    return new Rule(
        rule.id(),
        Selection.of(rule),
        ages ? Age.of(expiration.days(), expiration.date()) : null,
        expiration != null && Boolean.TRUE.equals(expiration.expiredObjectDeleteMarker()),
        moves(rule),
        older == null ? null : olderAge(older.noncurrentDays(), older.newerNoncurrentVersions()),
        olderMoves(rule),
        rule.abortIncompleteMultipartUpload() == null
            ? 0
            : rule.abortIncompleteMultipartUpload().daysAfterInitiation());
  }

  private static List<Move> moves(LifecycleRule rule) {
    List<Move> moves = new ArrayList<>();
    if (rule.transitions() != null) {
      for (Transition transition : rule.transitions()) {
        Age age = Age.of(transition.days(), transition.date());
        moves.add(new Move(age, transition.storageClass()));
      }
    }
    return moves;
  }

  private static List<OlderMove> olderMoves(LifecycleRule rule) {
    List<OlderMove> moves = new ArrayList<>();
    if (rule.noncurrentVersionTransitions() != null) {
      for (NoncurrentVersionTransition transition : rule.noncurrentVersionTransitions()) {
        OlderAge age = olderAge(transition.noncurrentDays(), transition.newerNoncurrentVersions());
        moves.add(new OlderMove(age, transition.storageClass()));
      }
    }
    return moves;
  }

  private static OlderAge olderAge(Integer days, Integer kept) {
    return new OlderAge(days == null ? 0 : days, kept == null ? 0 : kept);
  }

  /** Whether it says anything of versions that are not current, or of delete markers. */
  boolean concernsVersions() {
    return expiry != null || expiresMarkers || olderExpiry != null || !olderMoves.isEmpty();
  }

  /** Whether it says anything of current objects. */
  boolean concernsObjects() {
    return expiry != null || !moves.isEmpty();
  }

  /** When it concerns at the earliest what is made or changed at that time. */
  long earliest(long now) {
    long earliest = Long.MAX_VALUE;
    if (expiry != null) {
      earliest = Math.min(earliest, expiry.due(now));
    }
    if (expiresMarkers) {
      earliest = Math.min(earliest, Midnights.after(now, 0));
    }
    for (Move move : moves) {
      earliest = Math.min(earliest, move.age.due(now));
    }
    if (olderExpiry != null) {
      earliest = Math.min(earliest, Midnights.after(now, olderExpiry.days));
    }
    for (OlderMove move : olderMoves) {
      earliest = Math.min(earliest, Midnights.after(now, move.age.days));
    }
    if (abortDays > 0) {
      earliest = Math.min(earliest, Midnights.after(now, abortDays));
    }
    return earliest;
  }
}
