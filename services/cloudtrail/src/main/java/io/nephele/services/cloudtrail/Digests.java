package io.nephele.services.cloudtrail;

import io.nephele.core.World;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.core.trail.EventTimes;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Digests of log files: each hour a signed list of the files that a trail delivered for a region,
 * chained to the one before. They begin in a trail's home region when logging begins, in others
 * with the first file.
 */
final class Digests {
  static final String TIMER = "cloudtrail.digest";
  private static final Duration HOUR = Duration.ofHours(1);

  /** A delivered file. Times are those of its oldest and newest event, in milliseconds. */
  record LogFile(String bucket, String key, String hash, long oldest, long newest) {}

  /**
   * What the next digest of a trail for a region tells.
   *
   * @param begunAt in milliseconds
   * @param bucket of the digest before, or null, as the following
   */
  record Chain(
      long begunAt,
      List<LogFile> files,
      String bucket,
      String key,
      String hash,
      String signature) {}

  private final TrailStore trails;
  private final World world;
  private final Destinations destinations;
  private final SigningKeys keys;
  private final Table<Chain> chains = Table.of("cloudtrail.digests", Chain.class);

  Digests(TrailStore trails, Destinations destinations, SigningKeys keys) {
    this.trails = trails;
    this.world = trails.world();
    this.destinations = destinations;
    this.keys = keys;
  }

  static LogFile file(String bucket, String key, String content, long oldest, long newest) {
    return new LogFile(bucket, key, sha256(content), oldest, newest);
  }

  /** Begins the digests of a region, if they have not begun. */
  void begin(Transaction transaction, TrailRecord trail, String region) {
    Key place = trail.key().with(region);
    if (world.timers().due(transaction, TIMER, place) != null) {
      return;
    }
    Chain last = chains.get(transaction, place);
    long now = world.clock().millis();
    chains.put(
        transaction,
        place,
        last == null ? new Chain(now, List.of(), null, null, null, null) : begunAt(last, now));
    world.timers().schedule(transaction, TIMER, place, world.clock().now().plus(HOUR), Bytes.EMPTY);
  }

  private static Chain begunAt(Chain last, long now) {
    return new Chain(now, last.files, last.bucket, last.key, last.hash, last.signature);
  }

  /** Takes note of a delivered file. */
  void add(Transaction transaction, TrailRecord trail, String region, LogFile file) {
    begin(transaction, trail, region);
    Key place = trail.key().with(region);
    Chain chain = chains.get(transaction, place);
    List<LogFile> files = new ArrayList<>(chain.files);
    files.add(file);
    chains.put(
        transaction,
        place,
        new Chain(chain.begunAt, files, chain.bucket, chain.key, chain.hash, chain.signature));
  }

  /** Ends the digests of a trail; what began anew would not be chained to what went before. */
  void end(Transaction transaction, TrailRecord trail) {
    world.timers().cancelAll(transaction, TIMER, trail.key());
    chains.deletePrefix(transaction, trail.key());
  }

  void onTimer(Timer timer) {
    Key place = timer.id();
    String region = region(place);
    TrailRecord trail = world.store().read(reader -> trails.get(reader, trailKey(place)));
    Chain chain = world.store().read(reader -> chains.get(reader, place));
    if (trail == null || chain == null || !trail.validation()) {
      return;
    }
    long now = timer.due().toEpochMilli();
    Chain next = null;
    String error = null;
    try {
      next = write(trail, region, chain, now);
    } catch (AwsException e) {
      error = e.code();
    }
    Chain written = next;
    String failure = error;
    world
        .store()
        .write(
            transaction -> {
              if (written != null) {
                Chain meanwhile = chains.get(transaction, place);
                chains.put(transaction, place, withLater(written, chain, meanwhile));
              }
              trails.putStatus(
                  transaction,
                  trail.key(),
                  trails.status(transaction, trail.key()).digest(now, failure));
              world
                  .timers()
                  .schedule(transaction, TIMER, place, timer.due().plus(HOUR), Bytes.EMPTY);
              return null;
            });
  }

  /** With the files that were delivered while the digest was written. */
  private static Chain withLater(Chain written, Chain before, Chain meanwhile) {
    if (meanwhile == null || meanwhile.files.size() <= before.files.size()) {
      return written;
    }
    List<LogFile> later = meanwhile.files.subList(before.files.size(), meanwhile.files.size());
    return new Chain(
        written.begunAt,
        List.copyOf(later),
        written.bucket,
        written.key,
        written.hash,
        written.signature);
  }

  private Chain write(TrailRecord trail, String region, Chain chain, long now) {
    String name =
        LogFiles.folder(trail, "CloudTrail-Digest")
            + LogFiles.day(region, now)
            + trail.account()
            + "_CloudTrail-Digest_"
            + region
            + "_"
            + trail.name()
            + "_"
            + trail.region()
            + "_"
            + LogFiles.time(now, true)
            + ".json.gz";
    SigningKey key = keys.of(trail.account(), trail.region());
    String content = content(trail, chain, name, key, now);
    String hash = sha256(content);
    String signature =
        SigningKeys.sign(
            key,
            EventTimes.iso(now)
                + "\n"
                + trail.bucket()
                + "/"
                + name
                + "\n"
                + hash
                + "\n"
                + (chain.signature == null ? "null" : chain.signature));
    LogFiles.put(
        destinations,
        trail,
        name,
        content,
        Map.of("signature", signature, "signature-algorithm", "SHA256withRSA"));
    return new Chain(now, List.of(), trail.bucket(), name, hash, signature);
  }

  private static String content(
      TrailRecord trail, Chain chain, String name, SigningKey key, long now) {
    Map<String, Object> digest = new LinkedHashMap<>();
    digest.put("awsAccountId", trail.account());
    digest.put("digestStartTime", EventTimes.iso(chain.begunAt));
    digest.put("digestEndTime", EventTimes.iso(now));
    digest.put("digestS3Bucket", trail.bucket());
    digest.put("digestS3Object", name);
    digest.put("digestPublicKeyFingerprint", key.fingerprint());
    digest.put("digestSignatureAlgorithm", "SHA256withRSA");
    long newest = chain.files.stream().mapToLong(LogFile::newest).max().orElse(0);
    long oldest = chain.files.stream().mapToLong(LogFile::oldest).min().orElse(0);
    digest.put("newestEventTime", newest == 0 ? null : EventTimes.iso(newest));
    digest.put("oldestEventTime", oldest == 0 ? null : EventTimes.iso(oldest));
    digest.put("previousDigestS3Bucket", chain.bucket);
    digest.put("previousDigestS3Object", chain.key);
    digest.put("previousDigestHashValue", chain.hash);
    digest.put("previousDigestHashAlgorithm", chain.hash == null ? null : "SHA-256");
    digest.put("previousDigestSignature", chain.signature);
    List<Object> files = new ArrayList<>();
    for (LogFile file : chain.files) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("s3Bucket", file.bucket);
      told.put("s3Object", file.key);
      told.put("hashValue", file.hash);
      told.put("hashAlgorithm", "SHA-256");
      told.put("newestEventTime", EventTimes.iso(file.newest));
      told.put("oldestEventTime", EventTimes.iso(file.oldest));
      files.add(told);
    }
    digest.put("logFiles", files);
    return JsonText.write(digest);
  }

  private static Key trailKey(Key place) {
    KeyReader parts = place.reader();
    return Key.of(parts.nextText()).with(parts.nextText()).with(parts.nextText());
  }

  private static String region(Key place) {
    KeyReader parts = place.reader();
    parts.nextText();
    parts.nextText();
    parts.nextText();
    return parts.nextText();
  }

  static String sha256(String content) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no SHA-256", e);
    }
  }
}
