package io.nephele.identity.action;

/** What kind of access an action gives, as the Service Authorization Reference sorts them. */
public enum AccessLevel {
  LIST("List"),
  READ("Read"),
  WRITE("Write"),
  TAGGING("Tagging"),
  PERMISSIONS_MANAGEMENT("Permissions management");

  private final String title;

  AccessLevel(String title) {
    this.title = title;
  }

  /** The level in the reference's words, for example {@code Permissions management}. */
  public String title() {
    return title;
  }

  static AccessLevel ofTitle(String title) {
    for (AccessLevel level : values()) {
      if (level.title.equals(title)) {
        return level;
      }
    }
    throw new IllegalArgumentException("unknown access level " + title);
  }
}
