package io.nephele.core;

import io.nephele.core.partition.Region;

/**
 * What a world is made with.
 *
 * @param name the world's name among those of its store
 * @param accountId the world's own account, whose root user unknown access keys are
 * @param region the region of calls that name none
 * @param strict whether calls that are not signed with a key of this world are refused
 * @param throttling whether AWS's request rates are kept where nobody says otherwise
 */
public record WorldSettings(
    String name, String accountId, Region region, boolean strict, boolean throttling) {
  /** Settings without throttling. */
  public WorldSettings(String name, String accountId, Region region, boolean strict) {
    this(name, accountId, region, strict, false);
  }
}
