package io.nephele.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles generated sources from memory. One compiler serves one thread, and keeps what it has
 * read of the JDK between services.
 */
final class ServiceCompiler implements AutoCloseable {
  /** No debug information: nobody steps through getters, and it is a fifth of the classes' size. */
  static final List<String> OPTIONS =
      List.of("-source", "25", "-target", "25", "-proc:none", "-g:none", "-nowarn", "-Xlint:none");

  private static final int SHOWN_ERRORS = 20;

  private final JavaCompiler compiler;
  private final StandardJavaFileManager files;

  /** A compiler of classes that use those on the class path, into that folder. */
  ServiceCompiler(List<Path> classPath, Path classes) {
    compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("the generator needs a JDK; this Java has no compiler");
    }
    files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
    try {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compiles the sources of a package, given by simple class name. */
  void compile(String packageName, Map<String, String> sources) {
    List<JavaFileObject> units = new ArrayList<>(sources.size());
    sources.forEach((name, source) -> units.add(new Source(packageName, name, source)));
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    if (!compiler.getTask(null, files, diagnostics, OPTIONS, null, units).call()) {
      StringBuilder message = new StringBuilder("generated sources do not compile:");
      diagnostics.getDiagnostics().stream()
          .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
          .limit(SHOWN_ERRORS)
          .forEach(diagnostic -> message.append('\n').append(diagnostic));
      throw new IllegalStateException(message.toString());
    }
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String packageName, String name, String text) {
      super(
          URI.create("string:///" + packageName.replace('.', '/') + "/" + name + ".java"),
          Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
