package io.nephele.core.ids;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ids and random values of a world. With a seed, the same calls in the same order yield the
 * same values; without one, values are unpredictable between runs. Every call has a generator of
 * its own, numbered by a counter, so threads do not wait for each other. Ids are unique but can be
 * guessed by who knows others; what must not be guessed, such as secret keys and tokens, comes from
 * the methods named secret.
 */
public final class Ids {
  /** Digits and capital letters. */
  public static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  /** Digits, capital and small letters. */
  public static final String ALPHANUMERIC = CAPITALS + "abcdefghijklmnopqrstuvwxyz";

  private static final String HEX = "0123456789abcdef";
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long high;
  private final long low;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong secrets = new AtomicLong();

  private final boolean seeded;

  private Ids(long high, long low, boolean seeded) {
    this.high = high;
    this.low = low;
    this.seeded = seeded;
  }

  /** Made when the first secret is asked for, because it loads the security providers. */
  private static final class Secure {
    static final SecureRandom RANDOM = new SecureRandom();
  }

  /** Ids that repeat with the seed. Secrets do too: such a world is for tests. */
  public static Ids seeded(long seed) {
    return seeded(seed, 0);
  }

  /** Ids that repeat with the seed in runs of the same number: {@link Runs#begin}. */
  public static Ids seeded(long seed, long run) {
    return new Ids(mix(seed) ^ mix(run), mix(seed + GOLDEN) ^ mix(mix(run)), true);
  }

  /** Ids that do not repeat. */
  public static Ids random() {
    // Its seed is of the time to the nanosecond; the process tells apart two that start in the same
    // one.
    SplittableRandom random = new SplittableRandom();
    return new Ids(
        random.nextLong(), random.nextLong() ^ mix(ProcessHandle.current().pid()), false);
  }

  /**
   * Ids that do not repeat on any machine, for worlds that many serve. Takes longer to make than
   * {@link #random}.
   */
  public static Ids randomEverywhere() {
    return new Ids(Secure.RANDOM.nextLong(), Secure.RANDOM.nextLong(), false);
  }

  /** Whether they repeat with a seed, so that the order of calls matters. */
  public boolean areSeeded() {
    return seeded;
  }

  /** A random (version 4) UUID. */
  public UUID uuid() {
    long call = calls.getAndIncrement();
    // Two bijections of the counter: no two calls of one world get the same.
    long most = mix(high + call * GOLDEN);
    long least = mix(low ^ mix(call + GOLDEN));
    return new UUID((most & ~0xF000L) | 0x4000L, (least & ~(3L << 62)) | (1L << 63));
  }

  /** That many small hexadecimal digits. */
  public String hex(int length) {
    return text(length, HEX);
  }

  /** That many digits, capital and small letters. */
  public String alphanumeric(int length) {
    return text(length, ALPHANUMERIC);
  }

  /** That many characters of an alphabet, which may say some twice to make them likelier. */
  public String text(int length, String alphabet) {
    return text(next(), length, alphabet);
  }

  /** That many random bytes as standard Base64. */
  public String base64(int bytes) {
    return Base64.getEncoder().encodeToString(bytes(bytes));
  }

  /** That many random bytes. */
  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    next().nextBytes(bytes);
    return bytes;
  }

  /** Any long. */
  public long nextLong() {
    return next().nextLong();
  }

  /** A number from zero (inclusive) up to the bound (exclusive), which is positive. */
  public long nextLong(long bound) {
    return next().nextLong(bound);
  }

  /** A number from zero (inclusive) up to one (exclusive). */
  public double nextDouble() {
    return next().nextDouble();
  }

  /** A generator of one's own, for many values in a row; for one thread. */
  public SplittableRandom next() {
    long call = calls.getAndIncrement();
    return new SplittableRandom(mix(high + call * GOLDEN) ^ low);
  }

  /** That many bytes that nobody can guess. */
  public byte[] secretBytes(int length) {
    byte[] bytes = new byte[length];
    if (seeded) {
      fillFromSeed(bytes);
    } else {
      Secure.RANDOM.nextBytes(bytes);
    }
    return bytes;
  }

  /** That many characters of an alphabet of at most 256 that nobody can guess. */
  public String secretText(int length, String alphabet) {
    int fair = 256 - 256 % alphabet.length();
    StringBuilder text = new StringBuilder(length);
    while (text.length() < length) {
      for (byte b : secretBytes(Math.max(32, length))) {
        // Bytes beyond the last full round of the alphabet would favour its beginning.
        if ((b & 0xFF) < fair && text.length() < length) {
          text.append(alphabet.charAt((b & 0xFF) % alphabet.length()));
        }
      }
    }
    return text.toString();
  }

  /** That many bytes that nobody can guess as URL-safe Base64 without padding. */
  public String secretToken(int bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secretBytes(bytes));
  }

  /** Hashes of seed, call and block number. */
  private void fillFromSeed(byte[] bytes) {
    MessageDigest hash;
    try {
      hash = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
    String seed = "secret/" + high + "/" + low + "/" + secrets.getAndIncrement() + "/";
    for (int at = 0, block = 0; at < bytes.length; at += 32, block++) {
      byte[] part = hash.digest((seed + block).getBytes(StandardCharsets.US_ASCII));
      System.arraycopy(part, 0, bytes, at, Math.min(32, bytes.length - at));
    }
  }

  private static String text(SplittableRandom random, int length, String alphabet) {
    char[] text = new char[length];
    for (int i = 0; i < length; i++) {
      text[i] = alphabet.charAt(random.nextInt(alphabet.length()));
    }
    return new String(text);
  }

  /** Stafford's variant 13 of the 64-bit finaliser: a bijection that spreads every bit. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
