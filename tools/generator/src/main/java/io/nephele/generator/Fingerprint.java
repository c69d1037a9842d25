package io.nephele.generator;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** A hash of what a build's result depends on. */
final class Fingerprint {
  private final MessageDigest digest;

  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  Fingerprint add(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  Fingerprint add(String text) {
    add(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    return this;
  }

  /**
   * Adds all classes that were loaded from where that one was, and gives the same for a folder and
   * for a jar made of it.
   */
  Fingerprint addClassesBeside(Class<?> one) throws IOException {
    Path home = home(one);
    SortedMap<String, Long> checksums = new TreeMap<>();
    if (Files.isDirectory(home)) {
      try (Stream<Path> files = Files.walk(home)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
          CRC32 checksum = new CRC32();
          checksum.update(Files.readAllBytes(file));
          checksums.put(home.relativize(file).toString().replace('\\', '/'), checksum.getValue());
        }
      }
    } else {
      try (JarFile jar = new JarFile(home.toFile())) {
        for (JarEntry entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
          checksums.put(entry.getName(), entry.getCrc());
        }
      }
    }
    checksums.forEach((name, checksum) -> add(name).add(Long.toHexString(checksum)));
    return this;
  }

  /**
   * Adds what other packages see of those classes: a change that they do not see changes nothing.
   */
  Fingerprint addSignatures(List<Class<?>> classes) {
    for (Class<?> type : classes) {
      Set<String> signatures = new TreeSet<>();
      signatures.add(type.toGenericString() + " extends " + type.getGenericSuperclass());
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (isVisible(constructor.getModifiers())) {
          signatures.add(constructor.toGenericString());
        }
      }
      for (Method method : type.getDeclaredMethods()) {
        if (isVisible(method.getModifiers())) {
          signatures.add(method.toGenericString());
        }
      }
      signatures.forEach(this::add);
    }
    return this;
  }

  /** The hash in hexadecimal digits. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The folder or jar that a class was loaded from. */
  static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }
}
