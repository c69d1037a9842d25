package io.nephele.identity.directory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The policies that AWS manages. Their list is read when one is first asked for; documents are in
 * files of a few each, and are read anew each time: whoever evaluates them keeps them parsed.
 */
public final class AwsManagedPolicies {
  private static final String FOLDER = "aws-managed-policies/";
  private static final String ARN_MIDDLE = ":iam::aws:policy/";
  private static final int SHARDS = 64;

  private AwsManagedPolicies() {}

  /** The list, read when first asked for. */
  private static final class Index {
    static final Map<String, AwsManagedPolicy> BY_NAME = readIndex();
  }

  /** Whether an ARN is one of policies that AWS manages, there or not. */
  public static boolean isAwsManaged(String arn) {
    int middle = arn.indexOf(ARN_MIDDLE);
    return middle > 0 && arn.startsWith("arn:") && arn.indexOf(':', 4) == middle;
  }

  /** The policy of that ARN, in whatever partition, or null. */
  public static AwsManagedPolicy find(String arn) {
    if (!isAwsManaged(arn)) {
      return null;
    }
    int path = arn.indexOf(ARN_MIDDLE) + ARN_MIDDLE.length() - 1;
    int name = arn.lastIndexOf('/') + 1;
    AwsManagedPolicy policy = Index.BY_NAME.get(arn.substring(name));
    return policy != null && arn.substring(path, name).equals(policy.path()) ? policy : null;
  }

  /** All of them, in the order of their names. */
  public static Collection<AwsManagedPolicy> all() {
    return Index.BY_NAME.values();
  }

  /** The document of the policy of that name, which is there. */
  static String document(String name) {
    String line = name + "\t";
    int shard = name.hashCode() & SHARDS - 1;
    try (BufferedReader reader = open("documents/" + (shard < 10 ? "0" : "") + shard + ".tsv")) {
      for (String next = reader.readLine(); next != null; next = reader.readLine()) {
        if (next.startsWith(line)) {
          return next.substring(line.length());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalArgumentException("no policy " + name);
  }

  private static Map<String, AwsManagedPolicy> readIndex() {
    Map<String, AwsManagedPolicy> policies = new LinkedHashMap<>();
    try (BufferedReader reader = open("index.tsv")) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] columns = line.split("\t", -1);
        policies.put(
            columns[0],
            new AwsManagedPolicy(
                columns[0],
                columns[1],
                columns[2].isEmpty() ? derivedId(columns[0]) : columns[2],
                Instant.parse(columns[3]),
                Instant.parse(columns[4]),
                columns[5]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Collections.unmodifiableMap(policies);
  }

  /** An id of AWS's form that is always the same for a name. */
  private static String derivedId(String name) {
    byte[] hash;
    try {
      hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
    StringBuilder id = new StringBuilder("ANPA");
    for (int i = 0; i < 17; i++) {
      id.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(hash[i] & 31));
    }
    return id.toString();
  }

  private static BufferedReader open(String file) {
    return new BufferedReader(
        new InputStreamReader(
            AwsManagedPolicies.class.getResourceAsStream(FOLDER + file), StandardCharsets.UTF_8));
  }
}
