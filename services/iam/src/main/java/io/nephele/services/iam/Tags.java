package io.nephele.services.iam;

import io.nephele.api.iam.Tag;
import io.nephele.model.AwsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The tags of IAM's resources, kept by key in the order in which they were given. What keys and
 * values may look like is checked with the model's constraints.
 */
final class Tags {
  private static final int MAX_TAGS = 50;

  private Tags() {}

  /** What can be tagged. */
  enum Taggable {
    INSTANCE_PROFILE("InstanceProfile", true),
    MFA_DEVICE("MFADevice", true),
    OIDC_PROVIDER("OpenIDConnectProvider", true),
    POLICY("Policy", true),
    ROLE("Role", false),
    SAML_PROVIDER("SAMLProvider", true),
    SERVER_CERTIFICATE("ServerCertificate", true),
    USER("User", false);

    private final String quotaName;

    /** Whether keys that differ in case alone are two keys; of users and roles they are one. */
    private final boolean caseSensitive;

    Taggable(String quotaName, boolean caseSensitive) {
      this.quotaName = quotaName;
      this.caseSensitive = caseSensitive;
    }

    private String comparable(String key) {
      return caseSensitive ? key : key.toLowerCase(Locale.ROOT);
    }
  }

  /** The tags of something new; an error to the caller if they cannot be. */
  static Map<String, String> of(Taggable kind, List<Tag> tags) {
    return merge(kind, Map.of(), tags);
  }

  /** The tags that there were and further ones, which replace those of the same key. */
  static Map<String, String> merge(Taggable kind, Map<String, String> known, List<Tag> further) {
    if (further == null || further.isEmpty()) {
      return known;
    }
    checkKeys(kind, further);
    Map<String, String> merged = new LinkedHashMap<>(known);
    for (Tag tag : further) {
      String sameKey = find(kind, merged, tag.key());
      if (sameKey != null && !sameKey.equals(tag.key())) {
        merged.remove(sameKey);
      }
      merged.put(tag.key(), tag.value());
    }
    if (merged.size() > MAX_TAGS) {
      throw IamErrors.limit("TagsPer" + kind.quotaName, MAX_TAGS);
    }
    return merged;
  }

  /** The tags that remain without those of some keys; keys that are not there do not matter. */
  static Map<String, String> without(Taggable kind, Map<String, String> known, List<String> keys) {
    Map<String, String> rest = new LinkedHashMap<>(known);
    for (String key : keys) {
      checkOwner(key);
      String sameKey = find(kind, rest, key);
      if (sameKey != null) {
        rest.remove(sameKey);
      }
    }
    return rest;
  }

  /** The tags as results have them. */
  static List<Tag> list(Map<String, String> tags) {
    List<Tag> list = new ArrayList<>(tags.size());
    tags.forEach((key, value) -> list.add(new Tag().key(key).value(value)));
    return list;
  }

  /** The tags as results have them that leave out what is empty. */
  static List<Tag> listOrNull(Map<String, String> tags) {
    return tags.isEmpty() ? null : list(tags);
  }

  private static String find(Taggable kind, Map<String, String> tags, String key) {
    if (kind.caseSensitive) {
      return tags.containsKey(key) ? key : null;
    }
    for (String known : tags.keySet()) {
      if (known.equalsIgnoreCase(key)) {
        return known;
      }
    }
    return null;
  }

  private static void checkKeys(Taggable kind, List<Tag> tags) {
    Set<String> keys = new HashSet<>();
    for (Tag tag : tags) {
      checkOwner(tag.key());
      if (!keys.add(kind.comparable(tag.key()))) {
        throw duplicate(kind);
      }
    }
  }

  private static AwsException duplicate(Taggable kind) {
    return IamErrors.invalidInput(
        kind.caseSensitive
            ? "Duplicate tag keys found."
            : "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }

  private static void checkOwner(String key) {
    if (key.regionMatches(true, 0, "aws:", 0, 4)) {
      throw IamErrors.invalidInput("Caller is an end user and not allowed to mutate system tags");
    }
  }
}
