package io.nephele.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
  @TempDir Path folder;

  /** Else {@code mvn test} after {@code mvn verify} would generate everything again. */
  @Test
  void aJarIsTheSameAsTheFolderItWasMadeOf() throws Exception {
    Path classes = compile("class A {} class B {}", "classes");
    assertThat(classesBesideA(jar(classes))).isEqualTo(classesBesideA(classes));
  }

  @Test
  void anotherClassIsAnotherFingerprint() throws Exception {
    String one = classesBesideA(compile("class A {}", "one"));
    assertThat(classesBesideA(compile("class A { int field; }", "two"))).isNotEqualTo(one);
    assertThat(classesBesideA(compile("class A {} class B {}", "three"))).isNotEqualTo(one);
    assertThat(classesBesideA(compile("class A {}", "four"))).isEqualTo(one);
  }

  @Test
  void signaturesAreWhatOtherPackagesSee() throws Exception {
    String one = signatures(compile("class A { private int a() { return 1; } }", "one"));
    assertThat(signatures(compile("class A { int b() { return 2; } }", "two"))).isEqualTo(one);
    assertThat(signatures(compile("class A { protected int b() { return 2; } }", "three")))
        .isNotEqualTo(one);
    assertThat(signatures(compile("class A { public A(int a) {} }", "four"))).isNotEqualTo(one);
  }

  private Path compile(String source, String name) throws IOException {
    Path classes = Files.createDirectories(folder.resolve(name));
    try (ServiceCompiler compiler = new ServiceCompiler(List.of(), classes)) {
      compiler.compile("p", Map.of("A", "package p; " + source));
    }
    return classes;
  }

  /** The classes in another order than the folder's. */
  private Path jar(Path classes) throws IOException {
    Path jar = folder.resolve("classes.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (String name : List.of("p/B.class", "p/A.class")) {
        entries.putNextEntry(new JarEntry(name));
        Files.copy(classes.resolve(name), entries);
      }
    }
    return jar;
  }

  private static String classesBesideA(Path home) throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {home.toUri().toURL()}, null)) {
      return new Fingerprint().addClassesBeside(loader.loadClass("p.A")).hex();
    }
  }

  private static String signatures(Path home) throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {home.toUri().toURL()}, null)) {
      return new Fingerprint().addSignatures(List.of(loader.loadClass("p.A"))).hex();
    }
  }
}
