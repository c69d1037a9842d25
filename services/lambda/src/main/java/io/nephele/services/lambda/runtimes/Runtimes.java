package io.nephele.services.lambda.runtimes;

import io.nephele.machine.sandboxes.Mount;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Knows how to start each of Lambda's runtimes with what this machine has. */
public final class Runtimes {
  /** The variable that allows interpreters of another version than a function asks for. */
  public static final String NEAR = "NEPHELE_LAMBDA_NEAR_RUNTIMES";

  private static final String RUNTIME_FOLDER = "/var/runtime";

  private static final List<String> NODE_FILES =
      List.of("bootstrap.mjs", "api.mjs", "console.mjs", "handlers.mjs", "nodepath.mjs");

  private final boolean nearAllowed;
  private final Predicate<Path> reachable;
  private final Supplier<Path> newFolder;
  private final JavaCaches caches;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, List<Interpreter>> found = new LinkedHashMap<>();
  private Path clients;

  /**
   * Those of a machine.
   *
   * @param nearAllowed whether a function may run in another version of its language than it asks
   *     for where that is missing
   * @param reachable whether programs in sandboxes can run a program of the machine
   * @param newFolder gives a folder for the clients' files
   * @param caches what Java starts faster with
   */
  public Runtimes(
      boolean nearAllowed, Predicate<Path> reachable, Supplier<Path> newFolder, JavaCaches caches) {
    this.nearAllowed = nearAllowed;
    this.reachable = reachable;
    this.newFolder = newFolder;
    this.caches = caches;
  }

  /**
   * How to start a runtime.
   *
   * @param runtime its identifier, such as {@code nodejs22.x}
   * @param architecture {@code x86_64} or {@code arm64}
   * @param handler the handler as configured
   * @param memoryMegabytes how much memory the function has
   * @param bootstrap where the function brings its own runtime: its program, as it is in the
   *     sandbox; null if it brings none
   * @throws MissingRuntimeException if this machine cannot run it
   */
  public Launch launch(
      String runtime, String architecture, String handler, int memoryMegabytes, String bootstrap)
      throws MissingRuntimeException {
    requireMachine(architecture);
    if (runtime.startsWith("python3.")) {
      return python(runtime);
    }
    if (runtime.startsWith("nodejs") && runtime.endsWith(".x")) {
      return node(runtime, memoryMegabytes);
    }
    if (runtime.startsWith("java")) {
      return java(runtime, handler, memoryMegabytes);
    }
    if (runtime.startsWith("ruby3.")) {
      return ruby(runtime);
    }
    if (runtime.startsWith("provided")) {
      if (bootstrap == null) {
        throw new MissingRuntimeException(
            "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
      }
      return new Launch(List.of(bootstrap), Map.of(), List.of(), version(runtime), null);
    }
    if (runtime.startsWith("dotnet")) {
      throw new MissingRuntimeException(
          "Nephele has no runtime client for .NET: publish the function as a self-contained program"
              + " named bootstrap that uses Amazon.Lambda.RuntimeSupport (dotnet publish"
              + " --self-contained), and give it the runtime provided.al2023 in place of "
              + runtime);
    }
    throw new MissingRuntimeException(
        "Nephele cannot run functions of the runtime "
            + runtime
            + "; it runs python3.x, nodejs*.x, java*, ruby3.x and provided.*");
  }

  private static void requireMachine(String architecture) throws MissingRuntimeException {
    boolean arm = System.getProperty("os.arch").toLowerCase(Locale.ROOT).contains("aarch64");
    if (arm != "arm64".equals(architecture)) {
      // Scripts and bytecode do not mind, but native libraries in packages do.
      throw new MissingRuntimeException(
          "The function is of architecture "
              + architecture
              + ", and this machine is "
              + (arm ? "arm64" : "x86_64")
              + ": give the function the machine's architecture");
    }
  }

  private Launch python(String runtime) throws MissingRuntimeException {
    String version = runtime.substring("python".length());
    Interpreter python = choose("python", version, Interpreters::pythons);
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PYTHONPATH", RUNTIME_FOLDER);
    // Packages are read-only, and searching for files to write beside them is in vain.
    variables.put("PYTHONDONTWRITEBYTECODE", "1");
    return new Launch(
        List.of(python.program().toString(), RUNTIME_FOLDER + "/bootstrap.py"),
        variables,
        withClients("python", python.mounts()),
        version(runtime),
        note(python, version, "Python"));
  }

  private Launch node(String runtime, int memoryMegabytes) throws MissingRuntimeException {
    String version = runtime.substring("nodejs".length(), runtime.length() - ".x".length());
    Interpreter node = choose("node", version, Interpreters::nodes);
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put(
        "NODE_PATH",
        "/opt/nodejs/node"
            + version
            + "/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task"
            + globalSdk(node));
    List<String> command = new ArrayList<>();
    command.add(node.program().toString());
    command.add("--max-old-space-size=" + Math.max(64, memoryMegabytes * 9 / 10));
    command.add(RUNTIME_FOLDER + "/bootstrap.mjs");
    return new Launch(
        command,
        variables,
        withClients("node", node.mounts()),
        version(runtime),
        note(node, version, "Node.js"));
  }

  /** AWS's functions find its SDK; here they do if it is installed globally. */
  private static String globalSdk(Interpreter node) {
    Path modules = node.home().resolve("lib/node_modules");
    return Files.isDirectory(modules.resolve("@aws-sdk")) ? ":" + modules : "";
  }

  private Launch java(String runtime, String handler, int memoryMegabytes)
      throws MissingRuntimeException {
    String version = runtime.substring("java".length()).replace(".al2", "");
    Interpreter java = choose("java", version, Interpreters::javas);
    return new JavaLaunch(java, runtime, javaNative())
        .launch(handler, memoryMegabytes, version(runtime), note(java, version, "Java"), caches);
  }

  private Launch ruby(String runtime) throws MissingRuntimeException {
    String version = runtime.substring("ruby".length());
    Interpreter ruby = choose("ruby", version, Interpreters::rubies);
    String gems = version + ".0";
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("GEM_PATH", "/var/task/vendor/bundle/ruby/" + gems + ":/opt/ruby/gems/" + gems);
    variables.put("RUBYLIB", "/var/task:/var/runtime/lib:/opt/ruby/lib");
    return new Launch(
        List.of(ruby.program().toString(), RUNTIME_FOLDER + "/bootstrap.rb"),
        variables,
        withClients("ruby", ruby.mounts()),
        version(runtime),
        note(ruby, version, "Ruby"));
  }

  /** What a runtime's version is called in logs. */
  private static String version(String runtime) {
    if (runtime.startsWith("nodejs")) {
      return "nodejs:" + runtime.substring("nodejs".length()).replace(".x", "") + ".v1";
    }
    for (String language : List.of("python", "java", "ruby")) {
      if (runtime.startsWith(language)) {
        return language + ":" + runtime.substring(language.length()) + ".v1";
      }
    }
    return runtime.replace("provided.", "provided:") + ".v1";
  }

  private static String note(Interpreter chosen, String asked, String language) {
    return chosen.version().equals(asked)
        ? null
        : "This function asks for "
            + language
            + " "
            + asked
            + " and runs in "
            + language
            + " "
            + chosen.version()
            + ", the nearest on this machine ("
            + NEAR
            + ")";
  }

  private Interpreter choose(String language, String version, Supplier<List<Interpreter>> look)
      throws MissingRuntimeException {
    List<Interpreter> all;
    lock.lock();
    try {
      all = found.computeIfAbsent(language, name -> reachable(look.get()));
    } finally {
      lock.unlock();
    }
    Interpreter near = null;
    for (Interpreter one : all) {
      if (one.version().equals(version)) {
        return one;
      }
      if (near == null || distance(one, version) < distance(near, version)) {
        near = one;
      }
    }
    if (nearAllowed && near != null) {
      return near;
    }
    // Somebody may install it before the next attempt.
    lock.lock();
    try {
      found.remove(language);
    } finally {
      lock.unlock();
    }
    throw new MissingRuntimeException(missing(language, version, all));
  }

  private List<Interpreter> reachable(List<Interpreter> all) {
    return all.stream().filter(one -> reachable.test(one.program())).toList();
  }

  /** A newer one runs what an older one does rather than the other way round. */
  private static double distance(Interpreter one, String version) {
    double difference = number(one.version()) - number(version);
    return difference >= 0 ? difference : 1000 - difference;
  }

  private static int number(String version) {
    return Integer.parseInt(version.substring(version.indexOf('.') + 1));
  }

  private static String missing(String language, String version, List<Interpreter> all) {
    List<String> versions = all.stream().map(Interpreter::version).distinct().sorted().toList();
    String get =
        switch (language) {
          case "python" -> "pyenv install " + version + ", uv python install " + version;
          case "ruby" -> "rbenv install " + version + ", or the package ruby";
          case "node" -> "nvm install " + version + ", or npm's package node@" + version;
          default -> "the package openjdk-" + version + "-jdk, or sdk install java";
        };
    return "This machine has no "
        + language
        + " "
        + version
        + (versions.isEmpty() ? "" : ", only " + String.join(", ", versions))
        + ". Install it ("
        + get
        + "), or set "
        + NEAR
        + "=1 to run functions in the nearest version that is there";
  }

  private List<Mount> withClients(String language, List<Mount> mounts) {
    List<Mount> all = new ArrayList<>(mounts);
    all.add(Mount.readOnly(clients().resolve(language), RUNTIME_FOLDER));
    return all;
  }

  private Path clients() {
    lock.lock();
    try {
      if (clients == null) {
        Path folder = newFolder.get();
        copy("python/bootstrap.py", folder);
        copy("ruby/bootstrap.rb", folder);
        for (String file : NODE_FILES) {
          copy("node/" + file, folder);
        }
        clients = folder;
      }
      return clients;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  /** The own code of Java's client, or null if there is none for this machine. */
  private Path javaNative() {
    lock.lock();
    try {
      Path target = clients().resolve("java/libaws-lambda-jni.so");
      return Files.exists(target) || JavaClient.unpackNative(target) ? target : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  private static void copy(String name, Path folder) throws IOException {
    Path target = folder.resolve(name);
    Files.createDirectories(target.getParent());
    try (InputStream in = Runtimes.class.getResourceAsStream(name)) {
      Files.copy(in, target);
    }
  }
}
