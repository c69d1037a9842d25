package io.nephele.core.worlds;

/**
 * How an access key id says which world it is for: by the world's name and a dot before it, as in
 * {@code fork.AKIAIOSFODNN7EXAMPLE}. So any client can be pointed to a world, even one that cannot
 * send a header field of its own. No key id of AWS has a dot.
 */
public final class AccessKeyPrefix {
  private AccessKeyPrefix() {}

  /** The world that the id is for, or null if it says none. */
  public static String world(String accessKeyId) {
    int dot = accessKeyId.indexOf('.');
    return dot <= 0 ? null : accessKeyId.substring(0, dot);
  }

  /** The id itself. Null stays null. */
  public static String withoutWorld(String accessKeyId) {
    return accessKeyId == null ? null : accessKeyId.substring(accessKeyId.indexOf('.') + 1);
  }

  /** The id for callers of that world. */
  public static String withWorld(String accessKeyId, String world) {
    return world.equals(Worlds.MAIN) ? accessKeyId : world + "." + accessKeyId;
  }
}
