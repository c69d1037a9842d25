package io.nephele.machine.sandboxes;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What of the machine's own files programs see: its programs and libraries, and the settings that
 * these read. Nothing of users, other programs' data or secrets.
 */
final class SystemFiles {
  private static final String[] SETTINGS = {
    "alternatives",
    "ca-certificates",
    "ca-certificates.conf",
    "crypto-policies",
    "fonts",
    "host.conf",
    "hosts",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "mime.types",
    "nsswitch.conf",
    "pki",
    "protocols",
    "resolv.conf",
    "services",
    "timezone",
  };

  private SystemFiles() {}

  /** A folder at the root of the file system. */
  record Root(String path, String link) {}

  /** The folders of programs and libraries; links where the machine has links. */
  static List<Root> roots() {
    List<Root> roots = new ArrayList<>();
    roots.add(new Root("/usr", null));
    for (String path : List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")) {
      Path folder = Path.of(path);
      try {
        if (Files.isSymbolicLink(folder)) {
          roots.add(new Root(path, Files.readSymbolicLink(folder).toString()));
        } else if (Files.isDirectory(folder)) {
          roots.add(new Root(path, null));
        }
      } catch (IOException e) {
        // Not to be had.
      }
    }
    if (Files.isDirectory(Path.of("/nix/store"))) {
      roots.add(new Root("/nix/store", null));
    }
    return roots;
  }

  /** Files and folders of /etc. */
  static List<Path> settings() {
    List<Path> found = new ArrayList<>();
    for (String name : SETTINGS) {
      Path path = Path.of("/etc", name);
      if (Files.isReadable(path)) {
        found.add(path);
      }
    }
    // Not /etc/ssl as a whole: it has private keys.
    for (String name : List.of("certs", "openssl.cnf", "cert.pem")) {
      Path path = Path.of("/etc/ssl", name);
      if (Files.isReadable(path)) {
        found.add(path);
      }
    }
    try (DirectoryStream<Path> java = Files.newDirectoryStream(Path.of("/etc"), "java*")) {
      java.forEach(found::add);
    } catch (IOException e) {
      // There is none.
    }
    return found;
  }
}
