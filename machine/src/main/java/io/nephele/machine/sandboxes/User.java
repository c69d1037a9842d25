package io.nephele.machine.sandboxes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The user that a sandbox's programs run as.
 *
 * @param id the number that they see
 * @param group the group's number that they see
 * @param name the name that they see
 * @param own whether it is a user of the sandbox alone, whom root takes the place of; else it is
 *     the one who runs Nephele, under that number
 */
record User(int id, int group, String name, boolean own) {
  private static final int FIRST_OWN = 0x4E450000;

  /** In a container that has not all numbers, but those that containers usually have. */
  private static final int FIRST_OWN_OF_FEW = 50_000;

  private static final int OWN = 1 << 20;
  private static final int OWN_OF_FEW = 10_000;

  /** What AWS's functions see. */
  private static final int SEEN = 993;

  private static final int SEEN_GROUP = 990;

  /** The user of a sandbox where Nephele is run by root. */
  static User own(int number, String name) {
    int id =
        hasAllNumbers()
            ? FIRST_OWN + Math.floorMod(number, OWN)
            : FIRST_OWN_OF_FEW + Math.floorMod(number, OWN_OF_FEW);
    return new User(id, id, name, true);
  }

  private static boolean hasAllNumbers() {
    try {
      return Files.readString(Path.of("/proc/self/uid_map")).contains("4294967295");
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether Nephele is run by root. */
  static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** The user of sandboxes where Nephele is run by an ordinary user. */
  static User seen(String name) {
    return new User(SEEN, SEEN_GROUP, name, false);
  }

  /** Writes what tells programs of it. */
  void write(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("passwd"),
        "root:x:0:0:root:/root:/sbin/nologin\n"
            + "nobody:x:65534:65534:nobody:/:/sbin/nologin\n"
            + name
            + ":x:"
            + id
            + ":"
            + group
            + "::/tmp:/sbin/nologin\n");
    Files.writeString(
        folder.resolve("group"), "root:x:0:\nnogroup:x:65534:\n" + name + ":x:" + group + ":\n");
  }
}
