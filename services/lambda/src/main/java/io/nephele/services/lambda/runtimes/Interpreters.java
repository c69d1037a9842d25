package io.nephele.services.lambda.runtimes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Looks for languages on this machine: on the PATH, and where version managers put them. */
final class Interpreters {
  private static final int VERSION_SECONDS = 5;
  private static final Path HOME = Path.of(System.getProperty("user.home", "/"));

  private Interpreters() {}

  /** All Pythons 3, the preferred first. */
  static List<Interpreter> pythons() {
    List<Interpreter> found = new ArrayList<>();
    for (Path folder : folders("pyenv/versions", ".pyenv/versions", ".local/share/uv/python")) {
      for (int minor = 8; minor < 20; minor++) {
        Path program = folder.resolve("python3." + minor);
        if (Interpreter.isProgram(program)) {
          found.add(new Interpreter(program, "3." + minor));
        }
      }
    }
    // Functions on AWS find boto3, so that one that has it comes first.
    found.sort((a, b) -> Boolean.compare(hasBoto3(b), hasBoto3(a)));
    return found;
  }

  private static boolean hasBoto3(Interpreter python) {
    Path home = python.home();
    return Files.isDirectory(home.resolve("lib/python" + python.version() + "/site-packages/boto3"))
        || (home.startsWith("/usr")
            && Files.isDirectory(home.resolve("lib/python3/dist-packages/boto3")));
  }

  /** All Nodes. */
  static List<Interpreter> nodes() {
    List<Interpreter> found = new ArrayList<>();
    for (Path folder :
        folders(
            ".nvm/versions/node",
            ".fnm/node-versions",
            ".local/share/fnm/node-versions",
            ".volta/tools/image/node",
            ".nodenv/versions",
            ".asdf/installs/nodejs")) {
      Path program = folder.resolve("node");
      if (!Interpreter.isProgram(program)) {
        continue;
      }
      String version = output(program, "--version");
      if (version.startsWith("v") && version.indexOf('.') > 1) {
        found.add(new Interpreter(program, version.substring(1, version.indexOf('.'))));
      }
    }
    return found;
  }

  /** All Rubies. */
  static List<Interpreter> rubies() {
    List<Interpreter> found = new ArrayList<>();
    for (Path folder :
        folders(".rbenv/versions", ".rvm/rubies", ".rubies", ".asdf/installs/ruby")) {
      Path program = folder.resolve("ruby");
      if (!Interpreter.isProgram(program)) {
        continue;
      }
      String[] words = output(program, "--version").split("[ .]", 4);
      if (words.length == 4 && words[0].equals("ruby")) {
        found.add(new Interpreter(program, words[1] + "." + words[2]));
      }
    }
    return found;
  }

  /** All Javas. */
  static List<Interpreter> javas() {
    Set<Path> homes = new LinkedHashSet<>();
    homes.add(Path.of(System.getProperty("java.home")));
    if (System.getenv("JAVA_HOME") != null) {
      homes.add(Path.of(System.getenv("JAVA_HOME")));
    }
    homes.addAll(children(Path.of("/usr/lib/jvm")));
    homes.addAll(children(HOME.resolve(".sdkman/candidates/java")));
    homes.addAll(children(HOME.resolve(".jdks")));
    List<Interpreter> found = new ArrayList<>();
    for (Path home : homes) {
      Path program = home.resolve("bin/java");
      String version = javaVersion(home);
      if (version != null && Interpreter.isProgram(program)) {
        found.add(new Interpreter(program, version));
      }
    }
    return found;
  }

  private static String javaVersion(Path home) {
    try {
      for (String line : Files.readAllLines(home.resolve("release"))) {
        if (line.startsWith("JAVA_VERSION=\"")) {
          String version = line.substring("JAVA_VERSION=\"".length(), line.length() - 1);
          String[] parts = version.split("[.+-]");
          return parts[0].equals("1") && parts.length > 1 ? parts[1] : parts[0];
        }
      }
    } catch (IOException e) {
      // No Java.
    }
    return null;
  }

  /** The folders of programs: those of the PATH, and bin of each version that a manager has. */
  private static List<Path> folders(String... managers) {
    Set<Path> folders = new LinkedHashSet<>();
    String path = System.getenv("PATH");
    for (String one : (path == null ? "/usr/bin" : path).split(":")) {
      // What is there only asks the version manager, which functions do not see.
      if (one.startsWith("/") && !one.endsWith("/shims")) {
        folders.add(Path.of(one));
      }
    }
    folders.add(Path.of("/usr/local/bin"));
    folders.add(Path.of("/usr/bin"));
    for (String manager : managers) {
      for (Path version : children(HOME.resolve(manager))) {
        folders.add(version.resolve("bin"));
        folders.add(version.resolve("installation/bin"));
      }
    }
    return List.copyOf(folders);
  }

  private static List<Path> children(Path folder) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      children.forEach(found::add);
    } catch (IOException e) {
      // It is not there.
    }
    found.sort(null);
    return found.reversed();
  }

  private static String output(Path program, String argument) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), argument)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(VERSION_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "";
      }
      byte[] bytes = process.getInputStream().readNBytes(1024);
      return new String(bytes, StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
