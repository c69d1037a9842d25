package io.nephele.bench.process;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server under test in a process of its own, and what Linux says of that process. */
public final class ServerProcess implements Closeable {
  private static final long START_SECONDS = 120;
  private static final double TICKS_A_SECOND = 100;

  private final Process process;
  private final InetSocketAddress address;
  private final Path folder;

  /**
   * A server.
   *
   * @param folder is deleted when it is closed; null for none
   */
  private ServerProcess(Process process, InetSocketAddress address, Path folder) {
    this.process = process;
    this.address = address;
    this.folder = folder;
  }

  /**
   * Starts a server and waits until its port takes connections.
   *
   * @param command words of the command line
   * @param log takes the server's output
   * @throws IOException when it ended, or did not listen in two minutes
   */
  public static ServerProcess start(List<String> command, int port, File log)
      throws IOException, InterruptedException {
    return start(command, port, log, null);
  }

  private static ServerProcess start(List<String> command, int port, File log, Path folder)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    ServerProcess server =
        new ServerProcess(process, new InetSocketAddress("127.0.0.1", port), folder);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!server.listens()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        server.close();
        throw new IOException("Did not start; see " + log + ": " + String.join(" ", command));
      }
      Thread.sleep(50);
    }
    return server;
  }

  /**
   * Starts a server on a free port.
   *
   * @param name names its log and its folder
   * @param command its command line, words separated by spaces, with {@code @port} and {@code
   *     @folder} where a port and an empty folder are to stand, which is deleted in the end
   * @param logs the folder of logs and folders
   * @throws IOException when it ended, or did not listen in two minutes
   */
  public static ServerProcess start(String name, String command, Path logs)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Files.createDirectories(logs);
    String file = name.toLowerCase(Locale.ROOT).replace(' ', '-');
    String line = command.replace("@port", Integer.toString(port)).strip();
    Path folder = null;
    if (line.contains("@folder")) {
      folder = Files.createTempDirectory(logs.toAbsolutePath(), file + "-");
      line = line.replace("@folder", folder.toString());
    }
    return start(
        List.of(line.split("\\s+", -1)), port, logs.resolve(file + ".log").toFile(), folder);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** Resident memory now, in MiB. */
  public double residentMebibytes() throws IOException {
    return status("VmRSS:") / 1024.0;
  }

  /** Highest resident memory since its start, in MiB. */
  public double peakResidentMebibytes() throws IOException {
    return status("VmHWM:") / 1024.0;
  }

  /** Operating system threads now. */
  public long threads() throws IOException {
    return status("Threads:");
  }

  /** Processor time spent since its start, in seconds, in steps of 10 ms. */
  public double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(javaPid()), "stat"));
    // The name in parentheses may hold spaces; the fields after it are counted from the third.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
  }

  /** Lets the JVM collect garbage fully and says how much heap is in use after it, in MiB. */
  public double usedHeapMebibytes() throws IOException, InterruptedException {
    jcmd("GC.run");
    String info = jcmd("GC.heap_info");
    long kibibytes = 0;
    for (String line : info.split("\n", -1)) {
      // Spaces within a generation say "6% used [0x...", generations and heaps say "used 8387K
      // [0x...".
      int used = line.indexOf(", used ");
      int unit = line.indexOf('K', Math.max(used, 0));
      if (used > 0 && unit > 0 && !line.contains("Metaspace") && !line.contains("class space")) {
        kibibytes += Long.parseLong(line.substring(used + ", used ".length(), unit));
      }
    }
    if (kibibytes == 0) {
      throw new IOException("Not understood: " + info);
    }
    return kibibytes / 1024.0;
  }

  /** The JVM's collector and largest heap, as it says itself. */
  public String memorySettings() throws IOException, InterruptedException {
    String collector = "?";
    String heap = "?";
    for (String flag : jcmd("VM.flags").strip().split("\\s+", -1)) {
      if (flag.startsWith("-XX:+Use") && flag.endsWith("GC")) {
        collector = flag.substring("-XX:+Use".length());
      } else if (flag.startsWith("-XX:MaxHeapSize=")) {
        heap = (Long.parseLong(flag.substring("-XX:MaxHeapSize=".length())) >> 20) + " MiB";
      }
    }
    return collector + ", heap of at most " + heap;
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        all.forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException e) {
      all.forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
    if (folder != null) {
      delete(folder);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(address, 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The process itself, or, where a script started the server, that of its children which is
   * largest.
   */
  private long javaPid() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(ProcessHandle::pid)
        .max(Comparator.comparingLong(ServerProcess::residentKibibytes))
        .orElseThrow();
  }

  private static long residentKibibytes(long pid) {
    try {
      return status(pid, "VmRSS:");
    } catch (IOException e) {
      return 0;
    }
  }

  private long status(String key) throws IOException {
    return status(javaPid(), key);
  }

  private static long status(long pid, String key) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.substring(key.length()).replace("kB", "").strip());
      }
    }
    throw new IOException("No " + key + " of process " + pid);
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process run =
        new ProcessBuilder(tool, Long.toString(javaPid()), command)
            .redirectErrorStream(true)
            .start();
    String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (run.waitFor() != 0) {
      throw new IOException("jcmd " + command + ": " + output);
    }
    return output;
  }
}
